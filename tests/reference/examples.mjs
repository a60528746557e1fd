// SPDX-License-Identifier: Apache-2.0
// The examples that stand in doc comments, and what they say comes out.

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** What stands in front of a doc comment's text. */
const MARGINS = { js: /^ *\* ?/, cpp: /^ *\/\/\/ ?/ };
/** Code that goes on, or is a statement: no expression. */
const NO_EXPRESSION = /(^|[;{}([,]|=>)$/;

/**
 * The code between fences of a language in a file's doc comments.
 * @returns {{ name: string, lines: string[] }[]} `name` is file and line, for a person
 */
export function examplesOf(path, root, language) {
  const found = [];
  let open;
  readFileSync(path, 'utf8').split('\n').forEach((line, index) => {
    const text = line.replace(MARGINS[language], '');
    if (open && text.trim() === '```') {
      found.push(open);
      open = undefined;
    } else if (open) {
      open.lines.push(text);
    } else if (text.trim() === `\`\`\`${language}`) {
      open = { name: `${relative(root, path)}:${index + 1}`, lines: [] };
    }
  });
  return found;
}

/**
 * An example's lines, of which an expression with a comment behind it, or in the lines below it, is a
 * claim: { expression, value }. All others are { code }.
 * @param {string} between what stands between the lines of a comment
 */
export function claimsOf(lines, between) {
  const parts = [];
  for (const line of lines) {
    const last = parts.at(-1);
    const [, code, comment] = /^(.*?)\s*(?:(?<=^|\s)\/\/ (.*))?$/.exec(line);
    if (comment !== undefined && code === '' && last && !NO_EXPRESSION.test(last.code.trim())) {
      last.value = last.value === undefined ? comment : last.value + between + comment;
    } else if (comment !== undefined && !NO_EXPRESSION.test(code.trim())) {
      parts.push({ code, value: comment });
    } else {
      parts.push({ code: line });
    }
  }
  return parts.map(({ code, value }) => (value === undefined ? { code } : { expression: code.trim(), value }));
}
