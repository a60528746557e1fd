// SPDX-License-Identifier: Apache-2.0
// Colours of groups. A group keeps the one that it got, so that a filter or another range does not recolour it.

const SLOTS = 7;

export function makeColors() {
  let field;
  let slots = new Map();
  return {
    /** The custom property of a line's colour. */
    of(line, forField, index = 0) {
      if (field !== forField) {
        field = forField;
        slots = new Map();
      }
      if (line.isOthers) return '--series-others';
      if (line.key === undefined) return '--series-1';
      if (!slots.has(line.key)) slots.set(line.key, free(slots, index));
      return `--series-${slots.get(line.key)}`;
    },
    /** Keeps only those of the groups that are shown. */
    keep(keys) {
      const shown = new Set(keys);
      for (const key of slots.keys()) if (!shown.has(key)) slots.delete(key);
    },
  };
}

function free(slots) {
  const taken = new Set(slots.values());
  for (let slot = 1; slot <= SLOTS; ++slot) if (!taken.has(slot)) return slot;
  return (slots.size % SLOTS) + 1;
}

const probe = document.createElement('span');

/** What a custom property comes to in the theme that stands: canvases know no properties. */
export function paint(property, alpha) {
  if (!probe.isConnected) {
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.setProperty('color', `var(${property})`);
  const color = getComputedStyle(probe).color;
  return alpha === undefined ? color : color.replace(/rgba?\((\d+), (\d+), (\d+).*\)/, `rgba($1, $2, $3, ${alpha})`);
}
