// SPDX-License-Identifier: Apache-2.0
// The view of loaded events: asks when the state changes, first for the picture and the tiles, then, one at a time
// so that the next choice need not wait for them, for the lists and the rest.

import { spell } from './format/times.js';
import { makePicture } from './picture.js';
import { heatOf } from './query/heat.js';
import { addsUp, customersQuestion, heatQuestion, listQuestion, mainQuestions, measureName } from './query/questions.js';
import { shownRange } from './query/range.js';
import { makeColors } from './ui/colors.js';
import { h } from './ui/dom.js';
import { makeFilters } from './ui/filters.js';
import { makeHeatMap } from './ui/heat_map.js';
import { makeLedgerPanel } from './ui/ledger_panel.js';
import { makeLists } from './ui/lists.js';
import { MainCard } from './ui/main_card.js';
import { makeTiles } from './ui/tiles.js';
import { makeToolbar } from './ui/toolbar.js';

/** So many fields have a list. */
const MOST_LISTS = 6;

export class View {
  #store;
  #session;
  #loaded;
  #asked = {};
  #colors = makeColors();
  #toolbar;
  #filters;
  #ledger = makeLedgerPanel({ ask: () => this.#session.ledger(this.#request()) });
  #tiles = makeTiles({ onLedger: () => this.#ledger.open() });
  #card;
  #lists;
  #heat = makeHeatMap();
  #speed = h('p.speed.quiet', { role: 'note' });

  /** @param {{ store: object, session: object, source: HTMLElement }} given */
  constructor({ store, session, source }) {
    this.#store = store;
    this.#session = session;
    this.#toolbar = makeToolbar(store);
    this.#filters = makeFilters(store);
    this.#lists = makeLists(store);
    this.#card = new MainCard({ store, onRange: (from, to) => this.#zoom(from, to), code: () => ({ request: this.#request(), ...this.#loaded }) });
    this.node = h('div.view', {}, this.#toolbar.node, this.#filters.node, this.#tiles.node, this.#card.node,
      this.#lists.node, this.#heat.node, this.#ledger.node, source, this.#speed);
    store.listen(({ view }) => this.#stands() && view === 'explore' && this.#refresh());
  }

  /** Shows these events, as the state says. */
  open(loaded) {
    this.#loaded = loaded;
    return this.#refresh();
  }

  /** Draws again what is on canvases, which do not follow the theme by themselves. */
  redraw() {
    if (this.#stands()) this.#card.redraw();
  }

  #stands() {
    return this.#loaded && this.node.isConnected;
  }

  #request() {
    return this.#asked.groups ?? this.#asked.total;
  }

  #zoom(from, to) {
    const { zone } = this.#store.state;
    if (from < to) this.#store.set({ from: spell(from, zone), to: spell(to, zone) });
  }

  async #refresh() {
    const { state } = this.#store;
    const begin = performance.now();
    const range = shownRange(state, this.#loaded.hours);
    const main = mainQuestions(state, range);
    const answering = this.#session.askLatest('main', main);
    this.#toolbar.update(state, this.#loaded, range);
    this.#filters.update(state);
    const answer = await answering;
    if (!answer || state !== this.#store.state) return;
    const answered = performance.now();
    this.#asked = main;
    this.#drawMain(state, range, answer.answers);
    this.#speed.textContent = `Answered in ${ms(answered - begin)}, ${ms(answer.took)} of it in the engine; drawn in ${ms(performance.now() - answered)}.`;
    performance.measure('tallyfold-answer', { start: begin, end: answered, detail: answer.took });
    await this.#refreshRest(state, range);
  }

  #drawMain(state, range, answers) {
    const picture = makePicture(state, range, answers, (line) => this.#colors.of(line, state.group));
    this.#colors.keep(picture.lines.map(({ key }) => key));
    this.#card.draw({ state, range, overview: this.#loaded.overview, picture });
    this.#tiles.draw({ state, range, columns: answers.total ?? answers.groups, picture });
    this.#ledger.stale();
  }

  async #refreshRest(state, range) {
    const ask = async (request, draw) => {
      if (state !== this.#store.state) return;
      const answer = await this.#session.askLatest('rest', { one: request });
      if (answer && state === this.#store.state) draw(answer.answers.one);
    };
    await ask(customersQuestion(state, range), (columns) => this.#tiles.drawCustomers(columns));
    const fields = listedFields(this.#loaded);
    this.#lists.arrange(fields);
    for (const field of fields) await ask(listQuestion(state, range, field), (columns) => this.#lists.draw(state, field, columns));
    const name = addsUp(state) ? measureName(state) : 'Events';
    await ask(heatQuestion(state, range), (columns) => this.#heat.draw(heatOf(columns, range.zone), name, range.zone));
  }
}

const ms = (time) => `${time.toFixed(1)} ms`;

const listedFields = ({ facts, fields }) =>
  [...new Set([...fields.filter(({ isGroup }) => isGroup).map(({ field }) => field), ...facts])].slice(0, MOST_LISTS);
