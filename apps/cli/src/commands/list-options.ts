import type { Command } from 'commander';

export interface ListOptions {
  readonly category: readonly string[];
  readonly filter: string;
  readonly placement: string;
  readonly session: readonly string[];
}

/** Adds what says of which list a command speaks. */
export const addListOptions = (command: Command): Command =>
  command
    .option('-c, --category <path...>', 'only these product types', [])
    .option('-f, --filter <expression>', 'only items for which this is true: price < 20', '')
    .option('-p, --placement <id>', 'as it is shown there', '')
    .option('-s, --session <item...>', 'in a visit that looked at these items, the latest last', []);

/** The list of the options, in the fields of a request. */
export const askedList = ({ category, filter, placement, session }: ListOptions) => ({
  sessionItemIds: session,
  // What is not asked for is as the placement has it.
  ...(category.length > 0 || filter !== '' ? { filter: { categories: category, expression: filter } } : {}),
  placement,
});
