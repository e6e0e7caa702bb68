// Reads copied HTML, of word processors above all, as light text: paragraphs with an empty line
// between them, "- " bullets, "a." and "1." points, links as "text (address)". The document that is
// made of it is never shown, and nothing in it runs or loads.

// What makes it worth reading: anything else says no more than its plain text.
const TELLING = "ul, ol, table, p, h1, h2, h3, h4, h5, h6, del, a[href], [data-style*='mso-']";
const UNSEEN =
  "script, style, title, template, xml, del, .msocomanchor, .MsoCommentReference, .msocomoff, " +
  ".msocomtxt, .Apple-interchange-newline, [hidden]";
const UNSEEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*comment|mso-special-character\s*:\s*comment/i;
const PARAGRAPHS = new Set(["P", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "PRE"]);
const LINES = new Set(["DIV", "SECTION", "ARTICLE", "ADDRESS", "DT", "DD", "FIGCAPTION", "TR", "BODY"]);
const ORDERED = /^\(?([a-z]|[ivx]{1,5}|\d{1,3})[.)]+$/i;

/** The HTML as light text; empty where its plain text will do. */
export function lightText(html) {
  const { body } = parsed(html);
  if (!body.querySelector(TELLING)) return "";
  const out = new Output();
  walk(body, out, { depth: 0 });
  return out.text();
}

/** Copied HTML as a document that is never shown, and in which nothing runs or loads. */
export function parsed(html) {
  return new DOMParser().parseFromString(withoutStyles(html), "text/html");
}

/** Styles say what a word processor meant; our content security policy forbids them, and scripts. */
function withoutStyles(html) {
  const tags = html.replace(/<style\b[^]*?<\/style>/gi, "").replace(/<meta\b[^>]*>/gi, "");
  return tags.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)(style|on[a-z]+)(?=\s*=)/gi, "$1data-$2"));
}

/** Lines, each with what has to stand above it. */
class Output {
  constructor() {
    this.lines = [];
    this.open = "";
    this.gap = false;
    this.mark = "";
  }

  add(text) {
    this.open += text;
  }

  /** Ends the line; `gap`: an empty one follows, but for between two points of a list. */
  close(gap = false) {
    const line = this.open.replace(/[ \t\u00a0]+/g, " ").trim();
    if (line) {
      const isPoint = Boolean(this.mark);
      if (this.lines.length && (this.gap || isPoint !== this.wasPoint)) this.lines.push("");
      this.lines.push(this.mark + line);
      this.mark = "";
      this.wasPoint = isPoint;
      this.gap = false;
    }
    this.open = "";
    this.gap ||= gap && this.lines.length > 0;
  }

  text() {
    this.close();
    return this.lines.join("\n");
  }
}

function isUnseen(element) {
  return (
    element.matches(UNSEEN) ||
    UNSEEN_STYLE.test(element.getAttribute("data-style") ?? "") ||
    /^[vw]:/i.test(element.tagName)
  );
}

function walk(node, out, place) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) out.add(words(child));
    else if (child.nodeType === Node.ELEMENT_NODE && !isUnseen(child)) visit(child, out, place);
  }
}

function words(node) {
  const keepsLines = node.parentElement.closest("pre");
  return keepsLines ? node.data : node.data.replace(/[\s\u00a0]+/g, " ");
}

function visit(element, out, place) {
  const tag = element.tagName;
  const style = element.getAttribute("data-style") ?? "";
  if (tag === "BR") lineBreak(out, place);
  else if (tag === "A") link(element, out, place);
  else if (tag === "UL" || tag === "OL") list(element, out, place);
  else if (tag === "LI") item(element, out, place, "- ");
  else if (tag === "TABLE") table(element, out, place);
  else if (/mso-list\s*:\s*l\d/i.test(style) && PARAGRAPHS.has(tag)) wordItem(element, style, out);
  else if (PARAGRAPHS.has(tag)) block(element, out, place, !place.inItem);
  else if (LINES.has(tag)) block(element, out, place, false);
  else walk(element, out, place);
}

function lineBreak(out, place) {
  // A second line of a point would end the list.
  if (place.inItem) out.add(" ");
  else out.close();
}

function block(element, out, place, gap) {
  if (place.inItem) out.add(" ");
  else out.close(gap);
  if (element.tagName === "PRE") {
    const lines = element.textContent.split("\n");
    for (const line of lines) {
      out.add(line);
      out.close();
    }
  } else walk(element, out, place);
  if (place.inItem) out.add(" ");
  else out.close(gap);
}

/** Lists may stand in lists, also as Google Docs has it: directly, not in a point. */
function list(element, out, place) {
  out.close(!place.depth);
  const inner = { depth: place.depth + 1, inItem: false };
  let number = Number(element.getAttribute("start")) || 1;
  for (const child of element.children) {
    if (isUnseen(child)) continue;
    if (child.tagName !== "LI") visit(child, out, inner);
    else {
      number = Number(child.getAttribute("value")) || number;
      item(child, out, inner, marker(element, child, number));
      number += 1;
    }
  }
  out.close(!place.depth);
}

function item(element, out, place, mark) {
  out.close();
  out.mark = indent(place.depth) + mark;
  walk(element, out, { depth: place.depth, inItem: true });
  out.close();
  out.mark = "";
}

/** Deeper lists stand further in, as far as a line may stand in and still be a point. */
function indent(depth) {
  return depth > 1 ? "  " : "";
}

function marker(list, item, number) {
  if (list.tagName !== "OL") return "- ";
  const style = `${list.getAttribute("data-style") ?? ""} ${item.getAttribute("data-style") ?? ""}`;
  const type = list.getAttribute("type") ?? "";
  const isLettered = /^a$/i.test(type) || /lower-alpha|upper-alpha|lower-latin/i.test(style);
  return isLettered && number <= 26 ? `${String.fromCharCode(96 + number)}. ` : `${number}. `;
}

/** A paragraph that Word made a point of a list: its mark stands in a span to be ignored. */
function wordItem(element, style, out) {
  const sign = element.querySelector("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]");
  const text = sign?.textContent.replace(/[\s\u00a0]+/g, "") ?? "";
  sign?.remove();
  const level = Number(style.match(/level(\d)/i)?.[1] ?? 1);
  const found = text.match(ORDERED);
  item(element, out, { depth: level }, found ? `${found[1].toLowerCase()}. ` : "- ");
}

function link(element, out, place) {
  const before = out.open;
  out.open = "";
  walk(element, out, { ...place, inItem: true });
  const text = out.open.replace(/[\s\u00a0]+/g, " ");
  out.open = before + withAddress(text, addressOf(element.getAttribute("href") ?? ""));
}

function withAddress(text, address) {
  const said = text.trim();
  if (!said || !address) return text;
  if (bare(said) !== bare(address)) return text.replace(/ ?$/, (space) => ` (${address})${space}`);
  // A link that is named after its address: the whole of it, so that our pages know it again.
  return /^https?:/i.test(address) ? text.replace(said, () => address) : text;
}

function bare(text) {
  return text.trim().toLowerCase().replace(/^(https?:\/\/|mailto:)/, "").replace(/\/$/, "");
}

/** The address that it leads to at last; empty where it leads to nothing that others can open. */
function addressOf(href) {
  if (/^mailto:/i.test(href)) return decodeURIComponent(href.slice(7).split("?")[0]);
  if (!/^https?:\/\//i.test(href.trim())) return "";
  try {
    const url = new URL(href.trim());
    const wrapped =
      (/(^|\.)safelinks\.protection\.outlook\.com$/i.test(url.hostname) && url.searchParams.get("url")) ||
      (/^www\.google\.[a-z.]+$/i.test(url.hostname) && url.pathname === "/url" && url.searchParams.get("q"));
    return wrapped && /^https?:\/\//i.test(wrapped) ? wrapped : href.trim();
  } catch {
    return "";
  }
}

/** A row on a line, its cells beside each other; a table of one column is what stands in it. */
function table(element, out, place) {
  const rows = [...element.rows].map((row) => [...row.cells].filter((cell) => !isUnseen(cell)));
  out.close(!place.inItem);
  if (rows.every((cells) => cells.length < 2)) {
    for (const [cell] of rows.filter((cells) => cells.length)) {
      walk(cell, out, { ...place, inItem: false });
      out.close(true);
    }
    return;
  }
  for (const cells of rows) {
    const texts = cells.map(cellText);
    out.add(texts.filter(Boolean).join(" | "));
    out.close();
  }
  out.close(true);
}

function cellText(cell) {
  const inner = new Output();
  walk(cell, inner, { depth: 0 });
  return inner.text().split("\n").filter(Boolean).join("; ").replace(/(^|; ) *- /g, "$1");
}
