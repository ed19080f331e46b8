import type { Product } from './shop-api.ts';

/** The element of the page with this id. Throws where the page has none. */
export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as T;
}

type Action = readonly [label: string, act: () => void];

export function productCard(
  { itemId, title, price }: Product,
  money: Intl.NumberFormat,
  actions: readonly Action[],
  reason = '',
): HTMLElement {
  const card = document.createElement('article');
  card.dataset['itemId'] = itemId;
  card.append(withText('h3', title), withText('p', money.format(price), 'price'));
  if (reason !== '') card.append(withText('p', reason, 'reason'));
  for (const [label, act] of actions) {
    const button = withText('button', label);
    // The label alone does not tell a screen reader which product it is about.
    button.setAttribute('aria-label', `${label}: ${title}`);
    button.addEventListener('click', act);
    card.append(button);
  }
  return card;
}

/** Puts the cards into the list of this id. */
export function renderList(id: string, cards: readonly HTMLElement[]): void {
  element(id).replaceChildren(
    ...cards.map((card) => {
      const entry = document.createElement('li');
      entry.append(card);
      return entry;
    }),
  );
}

function withText(tag: string, text: string, className = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className !== '') made.className = className;
  return made;
}
