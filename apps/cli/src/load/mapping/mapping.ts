import { z } from 'zod';
import { EVENT_TYPES } from '#contracts';
import { compileTemplate } from './compile-template.ts';
import { compileTimeFormat } from './compile-time-format.ts';

/** Text with columns in braces: "{transactionid}-{itemid}". */
const Template = z.string().transform((text, context) => {
  const compiled = compileTemplate(text);
  if (compiled.kind === 'template') return compiled.template;
  context.addIssue({ code: 'custom', message: compiled.message });
  return z.NEVER;
});

const Pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is no pattern' });
    return z.NEVER;
  }
});

/** Fields by their names in an event; a field whose columns are all empty is left out. */
const Fields = z.record(z.string(), Template);

const Time = z
  .strictObject({
    from: Template,
    /** "epoch-ms", "epoch-s", "iso", or a pattern such as "YYYY-MM-DD HH:mm". */
    format: z.string(),
    /** Of times that say none, by its IANA name. */
    zone: z.string().default('UTC'),
  })
  .transform(({ from, format, zone }, context) => {
    const compiled = compileTimeFormat(format, zone);
    if (compiled.kind === 'format') return { from, parse: compiled.parse };
    context.addIssue({ code: 'custom', path: [compiled.field], message: compiled.message });
    return z.NEVER;
  });

/** Rows that are no event, and why. Of the first that fits. */
const Skip = z
  .strictObject({
    value: Template,
    matches: Pattern.optional(),
    matchesNot: Pattern.optional(),
    reason: z.string().min(1).max(80),
  })
  .refine(({ matches, matchesNot }) => (matches === undefined) !== (matchesNot === undefined), {
    message: 'asks for one of matches and matchesNot',
  });

/** How the rows of a CSV file become events: what examples/NAME/mapping.yaml says. */
export const Mapping = z.strictObject({
  delimiter: z.string().length(1, 'must be one character').default(','),
  /** Where the first column is empty, these columns repeat the row above. */
  repeats: z.array(z.string()).default([]),
  skip: z.array(Skip).default([]),
  time: Time,
  type: z.strictObject({
    from: Template,
    /** The event type of each value; without it, the value is the type. */
    values: z.record(z.string(), z.enum(EVENT_TYPES)).optional(),
  }),
  /** Rows beside each other with one value here are the lines of one event. */
  groupBy: Template.optional(),
  /** Fields of every event. */
  event: Fields,
  /** Fields of events without a userId. */
  guest: Fields.default({}),
  /** Fields of the row's item: the event's own, or one line of an event that has several. */
  item: Fields.default({}),
  /** Fields of events of one type only. */
  only: z.partialRecord(z.enum(EVENT_TYPES), Fields).default({}),
});
export type Mapping = z.output<typeof Mapping>;
