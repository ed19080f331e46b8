/** A plot with its title and what it shows. Title and caption are ours: no text of a shop. */
export const figure = (title: string, drawn: string, caption: string): string =>
  `<figure class="plot"><h3>${title}</h3><div class="drawn">${drawn}</div><figcaption>${caption}</figcaption></figure>`;
