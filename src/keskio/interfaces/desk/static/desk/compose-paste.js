// What word processors and web pages put on the clipboard, as clean Markdown. Nothing of it runs:
// it is parsed into a document of its own, and only its words and their form are read.
const BLOCKS = "p, div, section, article, header, footer, main, address, dd, dt, figure, table, tr";
const DROPPED = "script, style, meta, link, title, head, template, noscript, iframe, object, svg, math, xml";
const LIMIT = 400_000;

export const fromHtml = (html) => {
  if (html.length > LIMIT) return null;
  // The page's policy forbids inline style, in this document too: it is only read, under another name.
  const unstyled = html.replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  const { body } = new DOMParser().parseFromString(unstyled, "text/html");
  body.querySelectorAll(DROPPED).forEach((one) => one.remove());
  return block(body, 0).replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
};

const escaped = (text) => text.replace(/([\\`*_[\]~])/g, "\\$1").replace(/\s+/g, " ");

const inline = (node) => [...node.childNodes].map(oneInline).join("");

const wrapped = (mark, node) => {
  const text = inline(node);
  const [, before, inner, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  return inner && !inner.includes("\n\n") ? `${before}${mark}${inner}${mark}${after}` : text;
};

const oneInline = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const style = styleOf(node);
  const bold = /font-weight:\s*(bold|[6-9]00)/i.test(style);
  const name = node.localName;
  if (name === "br") return "\n";
  if (name === "b" && /font-weight:\s*(normal|400)/i.test(style)) return inline(node); // Google Docs wraps all in it
  if (name === "b" || name === "strong" || bold) return wrapped("**", node);
  if (name === "i" || name === "em" || /font-style:\s*italic/i.test(style)) return wrapped("*", node);
  if (name === "s" || name === "del" || name === "strike") return wrapped("~~", node);
  if (name === "code") return wrapped("`", node);
  if (name === "a") return link(node);
  if (name === "img") return node.getAttribute("alt") ? escaped(node.getAttribute("alt")) : "";
  if (node.matches(BLOCKS) || /^(h[1-6]|ul|ol|blockquote|pre|li)$/.test(name)) return name === "li" ? `\n\n- ${block(node, 0).trim()}\n\n` : oneBlock(node, 1);
  return inline(node);
};

const styleOf = (node) => node.dataset?.style ?? "";

const link = (node) => {
  const text = inline(node).trim();
  const address = node.getAttribute("href") ?? "";
  if (!/^(https?:|mailto:|tel:)/i.test(address) || !text) return text;
  const clean = address.replace(/[\s<>()]/g, encodeURIComponent);
  return node.textContent.trim() === address ? address : `[${text.replace(/\n+/g, " ")}](${clean})`;
};

const block = (node, depth) => {
  let out = "";
  for (const child of node.childNodes) out += oneBlock(child, depth);
  return out;
};

const oneBlock = (node, depth) => {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (depth > 30) return escaped(node.textContent);
  const name = node.localName;
  const word = wordListItem(node);
  if (word !== null) return `\n${word}`;
  if (/^h[1-6]$/.test(name)) return `\n\n**${inline(node).trim()}**\n\n`;
  if (name === "ul" || name === "ol") return `\n\n${list(node, depth)}\n\n`;
  if (name === "blockquote") return `\n\n${quoted(block(node, depth + 1).trim())}\n\n`;
  if (name === "pre") return `\n\n\`\`\`\n${node.textContent.replace(/```/g, "'''")}\n\`\`\`\n\n`;
  if (name === "hr") return "\n\n---\n\n";
  if (name === "tr") return `\n${[...node.cells].map((cell) => block(cell, depth + 1).replace(/\s+/g, " ").trim()).join(" | ")}\n`;
  if (/^(tbody|thead|tfoot|table)$/.test(name)) return `\n\n${block(node, depth + 1)}\n\n`;
  if (node.matches(BLOCKS)) return `\n\n${block(node, depth + 1).trim()}\n\n`;
  return oneInline(node);
};

// Word says of a paragraph that it is of a list, and writes its bullet as text.
const wordListItem = (node) => {
  if (node.localName !== "p" || !/mso-list/i.test(styleOf(node))) return null;
  const text = inline(node).trim();
  const number = /^(\d+)[.)]\s*/.exec(text);
  return number ? `${number[1]}. ${text.slice(number[0].length)}` : `- ${text.replace(/^(?:\\?[·•o§–-]|[^\p{L}\p{N}\s*_[]+)\s*/u, "")}`;
};

const list = (node, depth) => {
  let number = Number(node.getAttribute("start") ?? 1);
  const items = [...node.children].filter((child) => /^(li|ul|ol)$/.test(child.localName));
  return items
    .map((item) => {
      if (item.localName !== "li") return `  ${list(item, depth + 1).replace(/\n/g, "\n  ")}`;
      const mark = node.localName === "ol" ? `${number++}. ` : "- ";
      const text = block(item, depth + 1).trim().replace(/\n{2,}/g, "\n");
      return mark + text.replace(/\n/g, `\n${" ".repeat(mark.length)}`);
    })
    .join("\n");
};

const quoted = (text) => text.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
