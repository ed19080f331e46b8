import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ORDER_FEATURES, type FeatureDefinition } from '#ml';
import { PROJECT_ROOT } from '#service';

const PAGE = path.join(PROJECT_ROOT, 'docs/fraud-features.md');

const row = ({ name, entity, window, aggregate, unit, description }: FeatureDefinition) =>
  `| \`${name}\` | ${entity ?? 'order'} | ${window ?? ''} | ${aggregate} | ${unit} | ${description} |`;

/** A row of the page with single spaces, as formatting aligns the columns. */
const rowsOf = (page: string): readonly string[] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.replaceAll(/ +/g, ' ').trimEnd());

describe('docs/fraud-features.md', () => {
  it('has exactly the features there are, in their order', () => {
    // To renew the page, put these rows into it.
    expect(rowsOf(readFileSync(PAGE, 'utf8'))).toEqual(
      ORDER_FEATURES.map((each) => row(each).replaceAll(/ +/g, ' ')),
    );
  });
});
