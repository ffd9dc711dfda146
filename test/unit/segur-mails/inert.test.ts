import { describe, expect, test } from "@jest/globals";
import { writeMail } from "../../../shared/domain/segur/mail-form.ts";
import { letterOf } from "../../../shared/domain/segur/mails.ts";
import { dossier, dossierId, rejection, told } from "./dossiers.ts";

const hostile = 'x\r\nBcc: spy@evil.example\n\n<img src=x onerror="alert(1)">\u2028\u0000\u202e&amp;';
const about = { dossierId, programme: "BIO-SGL-Va1" };
const letter = {
  template: "hostile",
  subject: hostile,
  lead: [hostile],
  list: { title: hostile, items: [hostile, hostile] },
  next: [hostile],
};

describe("SEC-48 hostile text in every variable", () => {
  test("the subject is one line: no header can begin in it", () => {
    expect(writeMail(letter, about).subject).toMatch(/^\P{C}+$/u);
  });

  test("the text keeps its lines: each variable fills one", () => {
    const { text } = writeMail(letter, about);
    expect(text.split("\n").filter((line) => line.includes("Bcc: spy@evil.example"))).toHaveLength(5);
    expect(text.split("\n").filter((line) => /^\s*Bcc/.test(line))).toEqual([]);
    expect(text.replaceAll("\n", "")).toMatch(/^\P{C}+$/u);
  });

  test("the HTML shows it as text: no element, no attribute and no entity of it stands", () => {
    const { html } = writeMail(letter, about);
    const elements = html.match(/<(\w+)/g)?.map((tag) => tag.slice(1));
    expect(new Set(elements)).toEqual(new Set(["html", "head", "meta", "title", "body", "p", "h2", "ul", "li"]));
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp;amp;");
  });

  test("text and HTML say the same", () => {
    const mail = writeMail(
      { ...letter, subject: "s", lead: ["un & deux"], next: ["l'un"] },
      { ...about, portal: "https://guichet.example" },
    );
    const words = (text: string) => text.replaceAll(/[-\s:]+/g, " ").trim();
    const read = mail.html
      .replace(/<head>.*<\/head>/s, "")
      .replaceAll(/<a href="([^"]*)">([^<]*)<\/a>/g, "$2 $1")
      .replaceAll(/<\/?\w[^>]*>|<!doctype html>/g, " ")
      .replaceAll("&#39;", "'")
      .replaceAll("&quot;", '"')
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
    expect(words(read)).toBe(words(mail.text));
  });

  test("a programme and an id of a dossier are no more trusted than the rest", () => {
    const { text, html } = writeMail(
      { ...letter, next: [] },
      { dossierId: hostile, programme: hostile, portal: "https://guichet.example" },
    );
    expect(text.split("\n").filter((line) => /^\s*(Bcc|<img)/.test(line))).toEqual([]);
    expect(html).not.toContain("<img");
    expect(/href="([^"]*)"/.exec(html)?.[1]).toMatch(/^https:\/\/guichet\.example\/segur\/dossiers\/[\w%.()-]+$/);
  });
});

describe("SEC-48 what a mail may hold", () => {
  test("no link without a portal; with one, the page of the dossier alone, without query nor fragment", () => {
    const mail = letterOf(told("found-eligible"), dossier())!;
    expect(writeMail(mail, about).text + writeMail(mail, about).html).not.toMatch(/https?:/);
    const links = writeMail(mail, { ...about, portal: "https://guichet.example" }).text.match(/https?:\S+/g);
    expect(links).toEqual([`https://guichet.example/segur/dossiers/${dossierId}`]);
  });

  test("no number of an organisation, whatever a finding quotes", () => {
    const findings = [
      rejection({ sentence: "L'opérateur 73282932000074 n'est ni l'Editeur, ni un distributeur déclaré." }),
      rejection({ sentence: "L'opérateur 732 829 320 00074 n'est pas déclaré.", next: "Demandez à 73282932000074." }),
    ];
    const { text, html } = writeMail(letterOf(told("found-not-eligible", { findings }), dossier())!, about);
    expect(text).toContain("- L'opérateur n'est ni l'Editeur, ni un distributeur déclaré.");
    expect(text + html).not.toMatch(/732 ?829 ?320/);
  });
});
