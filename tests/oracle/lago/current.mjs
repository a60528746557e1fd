// SPDX-License-Identifier: Apache-2.0
// The body of `lago.current_usage` from the fees of each charge.

import { SECOND } from '../times.mjs';
import { dayText, localDay } from './calendar.mjs';
import { total, unitsText } from './number.mjs';

const secondText = (seconds) =>
  new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
const sumOf = (fees, valueOf) => total(fees.map(valueOf));

function amounts(fees, { pricingUnit }) {
  return {
    units: unitsText(sumOf(fees, ({ units }) => units)),
    total_aggregated_units: unitsText(sumOf(fees, ({ whole }) => whole)),
    events_count: fees.reduce((sum, { count }) => sum + count, 0),
    amount_cents: Number(sumOf(fees, ({ cents }) => cents).n),
    pricing_unit_details: pricingUnit && {
      amount_cents: Number(sumOf(fees, ({ unitCents }) => unitCents).n),
      short_name: pricingUnit.name,
      conversion_rate: pricingUnit.rate,
    },
  };
}

function filtersOf(fees, charge) {
  if (charge.filters.length === 0) return [];
  return [...charge.filters, null]
    .map((filter) => [filter, fees.filter((fee) => fee.filter === filter)])
    .filter(([, own]) => own.length > 0)
    .map(([filter, own]) => ({
      ...amounts(own, charge),
      invoice_display_name: filter?.displayName ?? null,
      values: filter?.given ?? null,
    }));
}

function groupsOf(fees, charge) {
  const groups = new Map();
  for (const fee of fees.filter(({ by }) => Object.keys(by).length > 0)) {
    const key = JSON.stringify(fee.by);
    groups.set(key, [...(groups.get(key) ?? []), fee]);
  }
  return [...groups.values()].map((own) => ({
    ...amounts(own, charge),
    grouped_by: own[0].by,
    filters: filtersOf(own, charge),
  }));
}

/** `last` is the period's last whole second. */
export function currentUsageBody({ plan, zone }, { from }, last, charges) {
  const cents = Number(
    sumOf(
      charges.flatMap(({ fees }) => fees),
      (fee) => fee.cents,
    ).n,
  );
  return {
    customer_usage: {
      from_datetime: secondText(from / SECOND),
      to_datetime: secondText(last),
      issuing_date: dayText(localDay(zone, last * SECOND)),
      currency: plan.currency,
      amount_cents: cents,
      total_amount_cents: cents,
      taxes_amount_cents: 0,
      lago_invoice_id: null,
      charges_usage: charges.map(({ charge, fees }) => ({
        ...amounts(fees, charge),
        amount_currency: plan.currency,
        charge: {
          lago_id: charge.json.lago_id ?? null,
          code: charge.json.code ?? null,
          charge_model: charge.model,
          invoice_display_name: charge.json.invoice_display_name ?? null,
        },
        billable_metric: {
          lago_id: charge.metric.id,
          name: charge.metric.name,
          code: charge.metric.code,
          aggregation_type: charge.metric.type,
        },
        filters: filtersOf(fees, charge),
        grouped_usage: groupsOf(fees, charge),
        presentation_breakdowns: [],
      })),
    },
  };
}
