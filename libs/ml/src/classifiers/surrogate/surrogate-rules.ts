/** What a column must be for a rule to hold. */
export interface RuleCondition {
  readonly column: string;
  /** The value is larger than this. */
  readonly above?: number;
  /** The value is at most this. */
  readonly atMost?: number;
  /** Whether the rule holds too when there is no value. */
  readonly orMissing: boolean;
}

/** One leaf of a small tree, read from the root. */
export interface SurrogateRule {
  /** All must hold; none: it holds for every row. */
  readonly conditions: readonly RuleCondition[];
  /** What the model's log-odds are on average where it holds. */
  readonly logit: number;
  /** Share of all rows for which it holds. */
  readonly coverage: number;
  /** Share of positive rows among those; NaN where there are none. */
  readonly precision: number;
  /** Whether the rules flag such a row. */
  readonly flags: boolean;
}

/**
 * A model retold as a few rules that exclude each other, and how faithfully, on rows that the rules were not made from.
 * Rules that agree on most rows may still miss many of the few that the model flags, so both are told.
 */
export interface SurrogateRules {
  /** Highest log-odds first. */
  readonly rules: readonly SurrogateRule[];
  /** Share of the rows that model and rules decide alike. */
  readonly agreement: number;
  /** Of the rows that the model flags, the share that the rules flag; NaN where it flags none. */
  readonly flagsFound: number;
  /** Of the rows that the rules flag, the share that the model flags; NaN where they flag none. */
  readonly flagsShared: number;
  /** Share of the variance of the model's log-odds that the rules explain. */
  readonly rSquared: number;
}

/** A bound as people know it: the value of a column in its own unit, from what the model sees of it. */
type PlainValue = (column: string, value: number) => number;

/** A rule as a line of text: "amount > 220 and risk ≤ 0.1". */
export function ruleText(
  { conditions }: Pick<SurrogateRule, 'conditions'>,
  plain: PlainValue = (_, value) => value,
): string {
  if (conditions.length === 0) return 'always';
  return conditions.map((condition) => conditionText(condition, plain)).join(' and ');
}

function conditionText(
  { column, above = -Infinity, atMost = Infinity, orMissing }: RuleCondition,
  plain: PlainValue,
): string {
  // A cut above all values parts what is there from what is missing.
  if (above === Infinity) return `${column} is missing`;
  const bounds = [
    ...(above === -Infinity ? [] : [`${column} > ${shown(plain(column, above))}`]),
    ...(atMost === Infinity ? [] : [`${column} ≤ ${shown(plain(column, atMost))}`]),
  ].join(' and ');
  if (bounds === '') return `${column} is known`;
  return orMissing ? `(${bounds} or ${column} is missing)` : bounds;
}

const shown = (value: number): string => String(Number(value.toPrecision(4)));
