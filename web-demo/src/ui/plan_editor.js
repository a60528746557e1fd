// SPDX-License-Identifier: Apache-2.0
// A plan's prices, to be edited.

import { MODELS } from '../pricing/plan.js';
import { makeSelect } from './controls.js';
import { h, icon, put } from './dom.js';

/** @param {{ name: string, onPlan: (plan: import('../pricing/plan.js').Plan) => void }} given */
export function makePlanEditor({ name, onPlan }) {
  const body = h('div.plan-body', {});
  const swatch = h('i.swatch', { css: { '--color': `var(--series-${name === 'Plan A' ? 1 : 2})` } });
  const node = h('section.card.plan', { 'aria-label': name }, h('h3', {}, swatch, name), body);
  let plan;

  // What is typed here is not written back, so that the caret stays where it is.
  const change = (changes) => onPlan((plan = { ...plan, ...changes }));
  const rebuild = (changes) => {
    change(changes);
    build();
  };
  const edited = { get plan() { return plan; }, change, rebuild };
  function build() {
    const model = makeSelect({ label: 'Model', onChange: (value) => rebuild({ model: value }) });
    model.set(Object.entries(MODELS).map(([value, text]) => ({ value, name: text })), plan.model);
    put(body, model.node, ...PARTS[plan.model](edited));
  }

  return {
    node,
    set(given) {
      if (JSON.stringify(given) === JSON.stringify(plan)) return;
      plan = given;
      build();
    },
  };
}

function entry(label, value, onValue) {
  const input = h('input', {
    type: 'text', inputmode: 'decimal', pattern: '\\d+(\\.\\d+)?', value, 'aria-label': label,
    on: { input: () => input.checkValidity() && input.value !== '' && onValue(input.value) },
  });
  return h('label.select.entry', {}, h('span.caption', { 'aria-hidden': 'true' }, label), input);
}

const member = (label, key) => ({ plan, change }) => entry(label, plan[key], (value) => change({ [key]: value }));

const PARTS = {
  standard: (edited) => [member('Price of a unit', 'amount')(edited)],
  package: (edited) => [['Price of a package', 'amount'], ['Units in it', 'size'], ['Free units', 'free']].map(([label, key]) => member(label, key)(edited)),
  graduated: (edited) => [tierTable(edited)],
  volume: (edited) => [tierTable(edited)],
};

function tierTable(edited) {
  const last = edited.plan.tiers.length - 1;
  const changed = (at, key) => (value) =>
    edited.change({ tiers: edited.plan.tiers.map((tier, i) => (i === at ? { ...tier, [key]: value } : tier)) });
  const rows = edited.plan.tiers.map((tier, at) => h('div.tier', {},
    at === last ? h('p.tier-rest.quiet', {}, 'and above') : entry(`Tier ${at + 1} up to`, tier.upTo, changed(at, 'upTo')),
    entry(`Tier ${at + 1} a unit`, tier.unit, changed(at, 'unit')),
    entry(`Tier ${at + 1} flat`, tier.flat, changed(at, 'flat')),
    h('button.quiet-button', {
      type: 'button', disabled: last === 0, 'aria-label': `Remove tier ${at + 1}`,
      on: { click: () => edited.rebuild({ tiers: withoutTier(edited.plan.tiers, at) }) },
    }, icon('close'))));
  const add = h('button.text', { type: 'button', on: { click: () => edited.rebuild({ tiers: withTier(edited.plan.tiers) }) } }, 'Add a tier');
  return h('div.tiers-edit', {}, ...rows, add);
}

/** One more tier in front of the last, ten times as far as the one before it. */
export function withTier(tiers) {
  const last = tiers.at(-1);
  const bound = tiers.length > 1 ? String(BigInt(tiers.at(-2).upTo.split('.')[0]) * 10n) : '1000';
  return [...tiers.slice(0, -1), { ...last, upTo: bound }, last];
}

/** The last one has no end, whichever is taken away. */
export function withoutTier(tiers, at) {
  const left = tiers.filter((_, i) => i !== at);
  return left.map((tier, i) => (i === left.length - 1 ? { ...tier, upTo: '' } : tier));
}
