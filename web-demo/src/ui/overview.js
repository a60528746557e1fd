// SPDX-License-Identifier: Apache-2.0
// All of the time that there are events of, with the part that is looked at: a brush of two handles, which can
// be dragged or moved by keys, and a window between them that can be dragged as a whole.

import { dateOf, instantOf, isMidnight, rangeName, spell } from '../format/times.js';
import { h, put, svg } from './dom.js';

const BUCKETS = 180;
const DAY = 86_400_000;

/** @param {{ onRange: (from: number, to: number) => void }} handlers */
export function makeOverview({ onRange }) {
  const picture = svg('svg', { viewBox: `0 0 ${BUCKETS} 40`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  const handles = ['from', 'to'].map((edge) =>
    h('button.handle', { type: 'button', role: 'slider', 'aria-label': edge === 'from' ? 'Start of the range' : 'End of the range' }));
  const middle = h('div.brush', {}, ...handles);
  const node = h('div.overview', {}, picture, middle);
  let shown;

  function place(from, to) {
    const { extent } = shown;
    const part = (time) => `${(100 * (time - extent.from)) / (extent.to - extent.from)}%`;
    middle.style.setProperty('left', part(from));
    middle.style.setProperty('width', `calc(${part(to)} - ${part(from)})`);
    [from, to].forEach((time, i) => {
      handles[i].setAttribute('aria-valuemin', extent.from);
      handles[i].setAttribute('aria-valuemax', extent.to);
      handles[i].setAttribute('aria-valuenow', time);
      handles[i].setAttribute('aria-valuetext', spell(time, shown.zone));
    });
  }

  const brush = { node, middle, handles, place, shown: () => shown, commit: (from, to) => onRange(from, to) };
  listenToPointer(brush);
  listenToKeys(brush);
  return {
    node,
    draw(range, overview) {
      shown = range;
      put(picture, svg('path', { d: outline(overview, range.extent) }));
      place(Math.max(range.from, range.extent.from), Math.min(range.to, range.extent.to));
      middle.title = rangeName(range.from, range.to, range.zone);
    },
  };
}

/** The number of events over all time, as one filled outline. */
function outline({ starts, numbers }, { from, to }) {
  const heights = new Array(BUCKETS).fill(0);
  starts.forEach((start, at) => {
    const bucket = Math.floor((BUCKETS * (start - from)) / (to - from));
    if (bucket >= 0 && bucket < BUCKETS) heights[bucket] += numbers[at];
  });
  const most = Math.max(...heights, 1);
  const points = heights.map((height, at) => `${at + 0.5},${(40 - (36 * height) / most).toFixed(1)}`);
  return `M0,40 L${points.join(' L')} L${BUCKETS},40 Z`;
}

function listenToPointer({ node, middle, handles, place, shown, commit }) {
  node.addEventListener('pointerdown', (event) => {
    if (!shown() || event.button !== 0) return;
    event.preventDefault();
    const { extent, from, to } = shown();
    const box = node.getBoundingClientRect();
    const timeAt = (x) => Math.min(extent.to, Math.max(extent.from, extent.from + ((x - box.left) / box.width) * (extent.to - extent.from)));
    const begin = timeAt(event.clientX);
    const what = handles.indexOf(event.target) >= 0 ? handles.indexOf(event.target) : event.target === middle ? 'all' : 'new';
    let now = [from, to];
    const move = ({ clientX }) => place(...(now = moved(what, { from, to, extent }, begin, timeAt(clientX))));
    node.setPointerCapture(event.pointerId);
    node.addEventListener('pointermove', move);
    node.addEventListener('lostpointercapture', () => {
      node.removeEventListener('pointermove', move);
      const borders = now.map((time) => nearestBorder(time, now, shown().zone));
      if (borders[0] !== from || borders[1] !== to) commit(...borders);
    }, { once: true });
  });
}

// A range of some days begins and ends with days, a shorter one with hours.
function nearestBorder(time, [from, to], zone) {
  if (to - from < 3 * DAY) return Math.round(time / (DAY / 24)) * (DAY / 24);
  return instantOf(dateOf(time + DAY / 2, zone), zone);
}

function moved(what, { from, to, extent }, begin, now) {
  if (what === 0) return [Math.min(now, to - 1), to];
  if (what === 1) return [from, Math.max(now, from + 1)];
  if (what === 'new') return [Math.min(begin, now), Math.max(begin, now)];
  const step = Math.min(extent.to - to, Math.max(extent.from - from, now - begin));
  return [from + step, to + step];
}

// A key moves by a day, or by an hour where the range is on no border of a day.
function listenToKeys({ handles, shown, commit }) {
  handles.forEach((handle, at) => handle.addEventListener('keydown', (event) => {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 }[event.key];
    if (!way) return;
    event.preventDefault();
    const { from, to, extent, zone } = shown();
    const range = [from, to];
    const step = isMidnight(range[at], zone) ? DAY : DAY / 24;
    range[at] = Math.min(extent.to, Math.max(extent.from, range[at] + way * step));
    if (range[0] < range[1]) commit(...range);
  }));
}
