import { type Objects, plain, stream } from "./crafted.ts";

const catalog = (entries: string) => `<< /Type /Catalog /Pages 2 0 R ${entries} >>`;
const page = (entries: string) => String(plain[3]).replace("/Parent", `${entries} /Parent`);
const link = (action: string) => `<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A ${action} >>`;

type Feature = Readonly<{ title: string; code: string; object: number; objects: Objects }>;

/** One feature in one object, beside the plain document. A stream cannot stand in a stream of objects. */
export const features: readonly Feature[] = [
  {
    title: "a script in an action",
    code: "javascript",
    object: 10,
    objects: { 10: "<< /S /JavaScript /JS (app.alert(1)) >>" },
  },
  {
    title: "a script whose type is an object of its own",
    code: "javascript",
    object: 10,
    objects: { 10: "<< /S 11 0 R /JS 12 0 R >>", 11: "/JavaScript" },
  },
  {
    title: "named scripts of the document",
    code: "javascript",
    object: 1,
    objects: { 1: catalog("/Names << /JavaScript << /Names [(a) 10 0 R] >> >>") },
  },
  {
    title: "an action at opening",
    code: "open-action",
    object: 1,
    objects: { 1: catalog("/OpenAction << /S /Named /N /Print >>") },
  },
  {
    title: "an action at opening, after a harmless one, by reference",
    code: "open-action",
    object: 1,
    objects: {
      1: catalog("/OpenAction 10 0 R"),
      10: "<< /S /GoTo /D [3 0 R /Fit] /Next [11 0 R] >>",
      11: "<< /S /Hide /T (a) >>",
    },
  },
  {
    title: "an address called at opening",
    code: "uri-at-opening",
    object: 1,
    objects: { 1: catalog("/OpenAction 10 0 R"), 10: "<< /S /URI /URI (https://example.org) >>" },
  },
  {
    title: "actions of a page",
    code: "additional-actions",
    object: 3,
    objects: { 3: page("/AA << /O << /S /Named /N /Print >> >>") },
  },
  {
    title: "actions of the document, by reference",
    code: "additional-actions",
    object: 1,
    objects: { 1: catalog("/AA 10 0 R"), 10: "<< /WC 11 0 R >>" },
  },
  { title: "a program launched", code: "launch", object: 10, objects: { 10: link("<< /S /Launch /F (a.exe) >>") } },
  { title: "a form sent", code: "submit-form", object: 10, objects: { 10: link("<< /S /SubmitForm /F 11 0 R >>") } },
  { title: "data imported", code: "import-data", object: 10, objects: { 10: link("<< /S /ImportData /F (a.fdf) >>") } },
  {
    title: "another file shown",
    code: "remote-go-to",
    object: 10,
    objects: { 10: link("<< /S /GoToR /F (a.pdf) >>") },
  },
  {
    title: "rich media",
    code: "rich-media",
    object: 10,
    objects: { 10: "<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>" },
  },
  { title: "an XFA form", code: "xfa", object: 10, objects: { 10: "<< /Fields [] /XFA [(template) 11 0 R] >>" } },
  {
    title: "attachments by name",
    code: "attachment",
    object: 1,
    objects: { 1: catalog("/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>") },
  },
  {
    title: "an attachment to a page",
    code: "attachment",
    object: 10,
    objects: { 10: "<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] >>" },
  },
];

/** The bytes of an attached file. */
export const attached = (data: Uint8Array): Buffer => stream("/Type /EmbeddedFile", data);

/** The same objects, every letter of the telling names escaped as #xx. */
export const escaped = (objects: Objects): Objects =>
  Object.fromEntries(
    Object.entries(objects).map(([number, value]) => [
      number,
      String(value).replace(/(?<=\/)[A-Z][A-Za-z]+/g, (name) =>
        [...name].map((letter) => `#${letter.charCodeAt(0).toString(16)}`).join(""),
      ),
    ]),
  );
