// SPDX-License-Identifier: Apache-2.0
// The expression language of metrics: numbers, texts, properties, + - * /, and six functions.

import { Fraction } from '../decimal.mjs';
import { JsonNumber } from '../json.mjs';
import { floorDiv, SECOND } from '../times.mjs';
import { ceilAt, floorAt, larger, minus, negated, roundAt, smaller, unitsText } from './number.mjs';

const QUOTIENT_DIGITS = 100;
const TOKEN = / *(?:([0-9]+(?:\.[0-9]+)?)|'([^']*)'|([A-Za-z][A-Za-z0-9_.]*)|([-+*/(),]))/y;

/** A value that no expression can have here. */
class Failed extends Error {}

function tokensOf(text) {
  const out = [];
  TOKEN.lastIndex = 0;
  while (/[^ ]/.test(text.slice(TOKEN.lastIndex))) {
    const found = TOKEN.exec(text);
    if (!found) throw new SyntaxError(`no expression: ${text}`);
    const [, number, quoted, name, sign] = found;
    out.push(
      number !== undefined
        ? { number: Fraction.parse(number) }
        : quoted !== undefined
          ? { text: quoted }
          : name !== undefined
            ? { name }
            : { sign },
    );
  }
  return out;
}

/** The tree of an expression; throws SyntaxError for what is none. */
export function parseExpression(text) {
  const tokens = tokensOf(text);
  const isNext = (sign) => tokens[0]?.sign === sign;
  const take = (sign) => {
    if (!isNext(sign)) throw new SyntaxError(`${sign} expected in ${text}`);
    tokens.shift();
  };
  const chain = (signs, part) => () => {
    let left = part();
    while (signs.some(isNext)) left = { op: tokens.shift().sign, args: [left, part()] };
    return left;
  };
  const leaf = () => {
    if (isNext('-')) {
      tokens.shift();
      return { op: 'negate', args: [leaf()] };
    }
    if (isNext('(')) {
      tokens.shift();
      const inner = sum();
      take(')');
      return inner;
    }
    const token = tokens.shift();
    if (!token || token.sign) throw new SyntaxError(`operand expected in ${text}`);
    if (!token.name || token.name.startsWith('event.')) return token;
    take('(');
    const args = [sum()];
    while (isNext(',')) {
      tokens.shift();
      args.push(sum());
    }
    take(')');
    return { op: token.name.toLowerCase(), args };
  };
  const sum = chain(['+', '-'], chain(['*', '/'], leaf));
  const tree = sum();
  if (tokens.length) throw new SyntaxError(`too much in ${text}`);
  return tree;
}

function variable(name, event) {
  if (name === 'event.code') return event.code;
  if (name === 'event.timestamp') return new Fraction(floorDiv(event.at, SECOND));
  const value = event.properties.get(name.slice('event.properties.'.length)) ?? null;
  if (value instanceof JsonNumber) return Fraction.parse(value.text);
  if (typeof value !== 'string') throw new Failed(name);
  return Fraction.parse(value) ?? value;
}

function numberOf(value) {
  if (!(value instanceof Fraction)) throw new Failed('no number');
  return value;
}

// A quotient of so many digits, rounded half up.
function quotient(a, b) {
  if (b.sign() === 0) throw new Failed('division by zero');
  const exact = a.div(b);
  const size = exact.sign() < 0 ? negated(exact) : exact;
  if (size.sign() === 0) return exact;
  let digits = 0; // how many the whole part has; zero or less for what is below one
  const ten = (n) =>
    n >= 0 ? new Fraction(10n ** BigInt(n)) : new Fraction(1n, 10n ** BigInt(-n));
  digits = size.n.toString().length - size.d.toString().length;
  while (size.compare(ten(digits)) >= 0) digits++;
  while (size.compare(ten(digits - 1)) < 0) digits--;
  return roundAt(exact, QUOTIENT_DIGITS - digits);
}

const digitsOf = (value) =>
  value === undefined ? 0 : Number(numberOf(value).n / numberOf(value).d);
const decimalText = (value) =>
  value instanceof Fraction ? unitsText(value).replace(/\.0$/, '') : value;

const OPERATIONS = {
  '+': (a, b) => numberOf(a).add(numberOf(b)),
  '-': (a, b) => minus(numberOf(a), numberOf(b)),
  '*': (a, b) => numberOf(a).mul(numberOf(b)),
  '/': (a, b) => quotient(numberOf(a), numberOf(b)),
  negate: (a) => negated(numberOf(a)),
  round: (x, digits) => roundAt(numberOf(x), digitsOf(digits)),
  ceil: (x, digits) => ceilAt(numberOf(x), digitsOf(digits)),
  floor: (x, digits) => floorAt(numberOf(x), digitsOf(digits)),
  least: (...all) => all.map(numberOf).reduce(smaller),
  greatest: (...all) => all.map(numberOf).reduce(larger),
  concat: (...all) => all.map(decimalText).join(''),
};

function valueOf(node, read) {
  if (node.number) return node.number;
  if (node.text !== undefined) return node.text;
  if (node.name) return read(node.name);
  return OPERATIONS[node.op](...node.args.map((arg) => valueOf(arg, read)));
}

/** The text that an event's property gets, or null where the expression fails for it. */
export function evaluate(tree, event) {
  const value = evaluateWith(tree, (name) => variable(name, event));
  return value instanceof Fraction ? unitsText(value) : value;
}

/**
 * A Fraction or a text, or null where the expression fails. `read(name)` gives the value of a
 * variable such as event.properties.n; undefined where there is none.
 */
export function evaluateWith(tree, read) {
  try {
    return valueOf(tree, (name) => {
      const value = read(name);
      if (value === undefined) throw new Failed(name);
      return value;
    });
  } catch (error) {
    if (error instanceof Failed) return null;
    throw error;
  }
}
