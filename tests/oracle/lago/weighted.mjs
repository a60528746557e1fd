// SPDX-License-Identifier: Apache-2.0
// Weighted sums: each running total times the seconds it stood, over the seconds of the period.

import { Fraction } from '../decimal.mjs';
import { floorDiv, SECOND } from '../times.mjs';
import { propertyText } from './events.mjs';
import { ceilAt, num, roundAt, total, ZERO } from './number.mjs';

const LEAST_DIGITS = 16;
const GROUP = 4;
const SECONDS_SCALE = 6;

const scaleOf = (text) => (text.split('.')[1] ?? '').length;

// Where the first group of four digits stands (0: ones to thousands), and the group.
function leading(x) {
  const size = x.n < 0n ? new Fraction(-x.n, x.d) : x;
  let weight = 0;
  const unit = (w) =>
    w >= 0 ? new Fraction(10n ** BigInt(GROUP * w)) : new Fraction(1n, 10n ** BigInt(-GROUP * w));
  while (size.compare(unit(weight + 1)) >= 0) weight++;
  while (size.sign() > 0 && size.compare(unit(weight)) < 0) weight--;
  const first = size.div(unit(weight));
  return { weight: size.sign() ? weight : 0, first: first.n / first.d };
}

/**
 * A quotient as Postgres' type `numeric` has it: at least 16 significant digits by whole groups of
 * four, and no fewer decimals than the operands, rounded half away from zero.
 */
export function databaseQuotient(a, scale, b) {
  const [over, under] = [leading(a), leading(b)];
  const weight = over.weight - under.weight - (over.first <= under.first ? 1 : 0);
  return roundAt(a.div(b), Math.max(LEAST_DIGITS - weight * GROUP, scale, 0));
}

/** The weighted sum of a period, whose events come with `values`, from what stood before it. */
export function weightedSum(
  { events, before, field, valueOf },
  { from, end, isCut, duration },
  mode,
) {
  const last = isCut ? -floorDiv(-(end - 1n), SECOND) * SECOND : end;
  const rows = [
    { at: from, value: total(before.map(valueOf)), scale: 0 },
    ...events.map((event) => ({
      at: event.at,
      value: valueOf(event),
      scale: scaleOf(propertyText(event, field)),
    })),
  ];
  rows[0].scale = Math.max(0, ...before.map((event) => scaleOf(propertyText(event, field))));
  const whole = num(duration * 86400);
  let running = ZERO;
  let scale = 0;
  let sum = ZERO;
  rows.forEach((row, i) => {
    running = running.add(row.value);
    scale = Math.max(scale, row.scale);
    const length = (rows[i + 1]?.at ?? last) - row.at;
    const product = running.mul(new Fraction(length, SECOND));
    sum = sum.add(
      mode === 'exact' ? product : databaseQuotient(product, scale + SECONDS_SCALE, whole),
    );
  });
  return mode === 'exact' ? sum.div(whole) : ceilAt(sum, 20);
}
