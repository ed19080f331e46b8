/** Colours that can be told apart, also by most of those who see fewer of them. */
export const PALETTE: readonly string[] = [
  '#4269d0',
  '#efb118',
  '#ff725c',
  '#6cc5b0',
  '#3ca951',
  '#ff8ab7',
  '#a463f2',
  '#97bbf5',
  '#9c6b4e',
];
export const GREYS: readonly string[] = ['#999', '#ddd'];
