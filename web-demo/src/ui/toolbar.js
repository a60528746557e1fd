// SPDX-License-Identifier: Apache-2.0
// The controls of the view: what is counted, in which groups, windows and zone, and in which range.

import { addDays, dateOf } from '../format/times.js';
import { nameOf } from '../query/fields.js';
import { aggregationName } from '../query/questions.js';
import { presets } from '../query/range.js';
import { AGGREGATIONS, WINDOWS } from '../state/state.js';
import { makeSegments, makeSelect } from './controls.js';
import { h } from './dom.js';

const OFTEN = ['America/Los_Angeles', 'America/New_York', 'Europe/London', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Tokyo', 'Australia/Sydney'];

/** @param {ReturnType<import('../state/store.js').makeStore>} store */
export function makeToolbar(store) {
  const set = (name) => (value) => store.set({ [name]: value });
  const metric = makeSelect({ label: 'Metric', onChange: (value) => store.set(metricChange(value, store.state, known)) });
  const agg = makeSelect({ label: 'Aggregation', onChange: set('agg') });
  const group = makeSelect({ label: 'Group by', onChange: set('group') });
  const top = makeSelect({ label: 'Show', onChange: set('top') });
  const window = makeSelect({ label: 'Window', onChange: set('window') });
  const zone = makeSelect({ label: 'Time zone', onChange: set('zone') });
  const range = makeSegments({ label: 'Range', onChange: (value) => store.set(JSON.parse(value)) });
  const dates = makeDates(store);
  let known = [];
  // All 400 zones are only made when somebody is about to choose one.
  let hasAll = false;
  const offerAll = () => {
    if (hasAll) return;
    hasAll = true;
    zone.set(zoneOptions(store.state.zone, true), store.state.zone);
  };
  for (const event of ['focusin', 'pointerenter']) zone.node.addEventListener(event, offerAll);
  const node = h('section.toolbar', { 'aria-label': 'What is shown' },
    h('div.toolbar-row', {}, metric.node, agg.node, group.node, top.node, window.node, zone.node),
    h('div.toolbar-row.range-row', {}, range.node, dates.node));

  return {
    node,
    update(state, { fields, facts }, shown) {
      known = fields;
      const field = fields.find((one) => one.field === state.metric);
      metric.set(metricOptions(fields), state.metric);
      agg.set(aggOptions(field), state.agg, state.metric === '');
      group.set(groupOptions(fields, facts), state.group);
      top.set(['3', '5', '7'].map((value) => ({ value, name: `Top ${value}` })), state.top, state.group === '');
      window.set(windowOptions(shown.window), state.window);
      zone.set(zoneOptions(state.zone, hasAll), state.zone);
      const chosen = JSON.stringify({ from: state.from, to: state.to });
      range.set(presets(shown.extent, state.zone).map(({ name, from, to }) => ({ name, value: JSON.stringify({ from, to }) })), chosen);
      dates.set(shown);
    },
  };
}

/** Texts can only be told apart; from one of them back to numbers, they are summed. */
function metricChange(metric, { agg }, fields) {
  const field = fields.find((one) => one.field === metric);
  if (field && !field.isNumber) return { metric, agg: 'count_unique' };
  return { metric, agg: agg === 'count_unique' || metric === '' ? 'sum' : agg };
}

function metricOptions(fields) {
  const option = ({ field, name }) => ({ value: field, name: nameOf(name) });
  const numbers = fields.filter(({ isNumber }) => isNumber).map(option);
  const texts = fields.filter(({ isNumber }) => !isNumber).map(option);
  return [
    { value: '', name: 'Events' },
    ...(numbers.length > 0 ? [{ group: 'Numbers', options: numbers }] : []),
    ...(texts.length > 0 ? [{ group: 'Distinct values of', options: texts }] : []),
  ];
}

function aggOptions(field) {
  const able = field && !field.isNumber ? ['count_unique'] : AGGREGATIONS;
  return able.map((value) => ({ value, name: aggregationName(value) }));
}

function groupOptions(fields, facts) {
  const groups = [...facts, ...fields.filter(({ isGroup }) => isGroup).map(({ field }) => field)];
  return [{ value: '', name: 'Nothing' }, ...groups.map((value) => ({ value, name: nameOf(value) }))];
}

const windowOptions = (automatic) =>
  WINDOWS.map((value) => ({ value, name: value === 'auto' ? `Auto (${automatic})` : nameOf(value) }));

let allZones;
function zoneOptions(chosen, isAll) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const first = [...new Set(['UTC', own, chosen, ...OFTEN])];
  const option = (value) => ({ value, name: value.replaceAll('_', ' ') });
  if (!isAll) return [{ group: 'Often', options: first.map(option) }];
  allZones ??= Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'));
  return [
    { group: 'Often', options: first.map(option) },
    { group: 'All', options: allZones.filter((zone) => !first.includes(zone)).map(option) },
  ];
}

// First and last day. The state's end is the day after.
function makeDates(store) {
  const change = () => {
    if (from.value && to.value && from.value <= to.value) store.set({ from: from.value, to: addDays(to.value, 1) });
  };
  const from = h('input', { type: 'date', 'aria-label': 'First day', on: { change } });
  const to = h('input', { type: 'date', 'aria-label': 'Last day', on: { change } });
  return {
    node: h('div.dates', {}, from, h('span', { 'aria-hidden': 'true' }, '–'), to),
    set(shown) {
      from.value = dateOf(shown.from, shown.zone);
      to.value = dateOf(shown.to - 1, shown.zone);
    },
  };
}
