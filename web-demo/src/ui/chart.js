// SPDX-License-Identifier: Apache-2.0
// The picture over time: bars, areas or lines on a canvas, with a reading of each window under the pointer or
// the arrow keys, and a range that is drawn with the pointer.

import uPlot from 'uplot';

import { tick } from '../format/numbers.js';
import { windowTick } from '../format/times.js';
import { canStack, stacked } from '../query/stack.js';
import { paint } from './colors.js';
import { h, put } from './dom.js';
import { ticksOf } from './ticks.js';

const HEIGHT = 320;
const NARROW_HEIGHT = 240;
/** More bars than this are drawn as steps. */
const FINE = 200;

/**
 * @param {{ onRange: (from: number, to: number) => void, onRead: (index: number | null, left: number) => void }} handlers
 */
export function makeChart({ onRange, onRead }) {
  const node = h('div.chart', { tabindex: 0, role: 'application', 'aria-roledescription': 'chart' });
  let plot;
  let shown;

  function draw(picture) {
    shown = picture;
    plot?.destroy();
    put(node);
    plot = new uPlot(optionsOf(picture, node, { onRange, onRead }), dataOf(picture), node);
    node.setAttribute('aria-label', `${picture.label}. Arrow keys read the windows one by one, Enter looks into one.`);
  }

  new ResizeObserver(() => {
    if (plot && node.clientWidth > 0 && node.clientWidth !== plot.width) draw(shown);
  }).observe(node);
  node.addEventListener('keydown', (event) => plot && moveByKey(event, plot, shown, { onRange, onRead }));
  node.addEventListener('blur', () => onRead(null));
  return { node, draw, redraw: () => shown && draw(shown), canvas: () => plot?.ctx.canvas };
}

function moveByKey(event, plot, { starts, ends }, { onRange, onRead }) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
  const now = plot.keyIndex ?? plot.cursor.idx ?? -1;
  if (event.key === 'Escape') return onRead(null);
  if (event.key === 'Enter' && plot.keyIndex >= 0) return onRange(starts[plot.keyIndex], ends[plot.keyIndex]);
  if (!(event.key in steps) || starts.length === 0) return undefined;
  event.preventDefault();
  plot.keyIndex = Math.min(starts.length - 1, Math.max(0, now + steps[event.key]));
  return onRead(plot.keyIndex, plot.valToPos((starts[plot.keyIndex] + ends[plot.keyIndex]) / 2, 'x'), true);
}

/** A window stands in its middle. */
const middles = ({ starts, ends }) => starts.map((start, at) => (start + ends[at]) / 2);

/** Layers are drawn from the highest edge down, so that each covers what is not its own. */
function dataOf({ starts, ends, lines, previous, isStacked, kind }) {
  const layers = isStacked && canStack(lines) ? stacked(lines).reverse() : lines.map(({ numbers }) => numbers);
  // Steps begin where their window does.
  const places = kind === 'bars' && starts.length > FINE ? starts : middles({ starts, ends });
  return [places, ...layers, ...(previous ? [previous.numbers] : [])];
}

function optionsOf(picture, node, handlers) {
  const width = Math.max(240, node.clientWidth);
  const height = width < 560 ? NARROW_HEIGHT : HEIGHT;
  return {
    width, height,
    padding: [12, 8, 0, 0],
    legend: { show: false },
    scales: { x: { time: false, range: [picture.from, picture.to] }, y: { range: heightOf } },
    series: [{}, ...seriesOf(picture), ...(picture.previous ? [previousSeries()] : [])],
    axes: axesOf(picture, width),
    cursor: {
      y: false,
      points: { show: picture.kind !== 'bars', size: 7 },
      drag: { x: true, y: false, setScale: false, dist: 6 },
      dataIdx: (_plot, _series, _closest, time) => windowAt(picture, time),
    },
    hooks: hooksOf(picture, handlers),
  };
}

function hooksOf({ from, to }, { onRange, onRead }) {
  return {
    setSelect: [(plot) => {
      const { left, width } = plot.select;
      if (width < 6) return;
      plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
      const at = (place) => Math.min(to, Math.max(from, plot.posToVal(place, 'x')));
      onRange(at(left), at(left + width));
    }],
    setCursor: [(plot) => {
      const { left, idx } = plot.cursor;
      plot.keyIndex = undefined;
      onRead(left < 0 || idx === undefined ? null : idx, left);
    }],
  };
}

/** The window that an instant is in, by its place. */
function windowAt({ starts }, time) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

function heightOf(_plot, least, greatest) {
  const floor = Math.min(0, least ?? 0);
  const top = greatest > floor ? greatest : floor + 1;
  return [floor < 0 ? floor * 1.06 : 0, top * 1.06];
}

function seriesOf(picture) {
  const isStacked = picture.isStacked && canStack(picture.lines);
  const lines = isStacked ? [...picture.lines].reverse() : picture.lines;
  return lines.map((line) => ({ ...strokeOf(line, picture), spanGaps: picture.kind !== 'bars', points: { show: false } }));
}

function strokeOf({ color }, { kind, lines, starts }) {
  if (kind === 'bars') {
    // Bars of some pixels have no gaps that could be seen, and one outline of all is drawn much faster.
    const isFine = starts.length > FINE;
    const paths = isFine ? uPlot.paths.stepped({ align: 1 }) : uPlot.paths.bars({ size: [0.78, 72], radius: lines.length === 1 ? 0.12 : 0 });
    return { fill: paint(color), stroke: paint(color), width: 0, paths };
  }
  const curved = kind === 'area' && starts.length <= 120 ? uPlot.paths.spline() : undefined;
  if (kind === 'area') return { fill: paint(color, lines.length === 1 ? 0.16 : undefined), stroke: paint(color), width: lines.length === 1 ? 2 : 1, paths: curved };
  return { stroke: paint(color), width: 2, paths: curved };
}

const previousSeries = () => ({ stroke: paint('--text'), width: 1.5, dash: [5, 4], points: { show: false }, spanGaps: true });

function axesOf({ starts, ends, window, zone }, width) {
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const common = { font, stroke: paint('--muted'), ticks: { show: false } };
  const places = ticksOf({ starts, ends, window, zone }, Math.max(2, Math.floor((width - 60) / 84)));
  return [
    { ...common, size: 30, gap: 8, grid: { show: false }, splits: () => middles(places), values: () => places.starts.map((time) => windowTick(time, window, zone)) },
    { ...common, size: 52, gap: 6, space: 52, grid: { stroke: paint('--grid'), width: 1 }, values: (_plot, all) => all.map(tick) },
  ];
}
