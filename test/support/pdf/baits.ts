import { type Objects, pdf, plain, stream } from "./crafted.ts";

const outside = "/etc/hostname";
const address = "http://127.0.0.1:9/a";
const text = (font: string) => stream("", Buffer.from(`BT /${font} 12 Tf 20 800 Td (Bonjour) Tj ET`));
const page = (resources: string, contents = "4 0 R") =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${contents} /Resources << /Font << /F1 5 0 R >> ${resources} >> >>`;
const withFont = (font: string, more: Objects = {}) => pdf({ ...plain, 4: text("F1"), 5: font, ...more });
const withImage = (filter: string) => {
  const image = `/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace [/ICCBased 11 0 R] /BitsPerComponent 8 /Filter /${filter}`;
  return pdf({
    ...plain,
    3: page("/XObject << /I 10 0 R >>"),
    4: stream("", Buffer.from("/I Do BT /F1 12 Tf 20 800 Td (Bonjour) Tj ET")),
    10: stream(image, Buffer.alloc(64, 1)),
    11: stream("/N 3", Buffer.alloc(128, 1)),
  });
};
const xmp = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file://${outside}"><!ENTITY b SYSTEM "${address}">]><x>&a;&b;</x>`;

/** Files that name another file or an address, or for which a reader would look for data of its own. */
export const baits: Readonly<Record<string, Buffer>> = {
  "the data of a page in another file": pdf({
    ...plain,
    4: stream(`/F (${outside}) /FFilter /ASCIIHexDecode`, Buffer.of()),
  }),
  "the data of a page at an address": pdf({ ...plain, 4: stream(`/F << /FS /URL /F (${address}) >>`, Buffer.of()) }),
  "a form that stands for a page of another file": pdf({
    ...plain,
    3: page("/XObject << /X 10 0 R >>"),
    4: stream("", Buffer.from("/X Do")),
    10: stream(`/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref << /F (${outside}) /Page 0 >>`, Buffer.of()),
  }),
  "metadata with external entities": pdf({
    ...plain,
    1: "<< /Type /Catalog /Pages 2 0 R /Metadata 10 0 R >>",
    10: stream("/Type /Metadata /Subtype /XML", Buffer.from(xmp)),
  }),
  "a form of XML with external entities": pdf({
    ...plain,
    1: "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA 10 0 R >> >>",
    10: stream("", Buffer.from(xmp)),
  }),
  "a Japanese font that is not embedded": withFont(
    "<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /UniJIS-UTF16-H /DescendantFonts [10 0 R] >>",
    {
      10: "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 4 >> /FontDescriptor 11 0 R >>",
      11: "<< /Type /FontDescriptor /FontName /Ryumin-Light /Flags 4 >>",
    },
  ),
  "a font of the system": withFont("<< /Type /Font /Subtype /TrueType /BaseFont /Arial /Encoding /WinAnsiEncoding >>"),
  "a font of symbols": withFont("<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"),
  "an image in JPEG 2000": withImage("JPXDecode"),
  "an image in JBIG2": withImage("JBIG2Decode"),
};
