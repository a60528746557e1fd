// SPDX-License-Identifier: Apache-2.0
// What the chart, the reading, the table and the exports show, out of the answers.

import { sumOf } from './format/decimals.js';
import { pictureOf, previousOf, sumOfLines } from './query/answers.js';
import { nameOf } from './query/fields.js';
import { addsUp, measureName } from './query/questions.js';

/**
 * @param {import('./state/state.js').State} state
 * @param {ReturnType<import('./query/range.js').shownRange>} range
 * @param {{ groups?: object, total?: object }} answers columns
 * @param {(line: object) => string} colorOf
 */
export function makePicture(state, range, answers, colorOf) {
  const found = pictureOf(answers.groups ?? answers.total, answers.groups && state.group);
  const lines = found.lines.map((line) => ({
    ...line, name: lineName(line, state), color: colorOf(line), whole: wholeOf(line, state),
  }));
  const { from, to, window, zone } = range;
  return {
    ...found, lines, from, to, window, zone,
    total: totalOf(found, answers, state),
    name: measureName(state),
    addsUp: addsUp(state),
    kind: addsUp(state) || lines.length === 1 ? state.chart : 'lines',
    isStacked: addsUp(state) && state.chart !== 'lines',
    previous: state.compare ? previousOf(answers.total ?? answers.groups, found.starts) : undefined,
    label: `${measureName(state)}${state.group ? ` by ${nameOf(state.group).toLowerCase()}` : ''} per ${window}`,
  };
}

function totalOf({ lines, starts }, answers, state) {
  if (!answers.groups) return lines[0] ?? { numbers: [], texts: [] };
  if (addsUp(state)) return sumOfLines(lines, starts.length);
  const all = pictureOf(answers.total);
  const places = new Map(all.starts.map((start, at) => [start, at]));
  const along = (list) => starts.map((start) => list[places.get(start)] ?? null);
  const [line] = all.lines;
  return line ? { numbers: along(line.numbers), texts: along(line.texts) } : { numbers: [], texts: [] };
}

function lineName({ key, isOthers }, state) {
  if (isOthers) return 'All others';
  if (!state.group) return measureName(state);
  return key ?? 'none';
}

/** What all windows of a line come to, where they come to something. */
function wholeOf({ texts }, state) {
  if (!addsUp(state)) return undefined;
  return state.cumulative ? texts.findLast((text) => text !== null) : sumOf(texts);
}
