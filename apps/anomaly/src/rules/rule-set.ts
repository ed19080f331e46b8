import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { PROJECT_ROOT } from '#service';
import type { RuleSubject } from './language/rule-subject.ts';
import { toRuleMessage } from './rule-message.ts';
import type { Rule } from './rule.ts';
import { ruleFileSchema, type RuleSettings } from './rule-file.ts';
import { TRIGGERS, type Trigger } from './situation.ts';

/** The rules as checked in; found from source and from dist alike. */
export const RULES_FILE = path.join(PROJECT_ROOT, 'apps/anomaly/rules/rules.yaml');

/** Digits of the hash that names a version of the rules. */
const VERSION_DIGITS = 12;

/** The rules file does not say what it should; the message names every place at fault. */
class RuleFileError extends Error {
  override readonly name = 'RuleFileError';
}

/** The rules that hold of a situation. */
export interface Firing {
  readonly live: readonly Rule[];
  /** Those that are only watched. */
  readonly shadow: readonly Rule[];
}

const NOTHING: Firing = { live: [], shadow: [] };

/** The rules in force, by what they are on. */
export class RuleSet {
  private readonly byTrigger: ReadonlyMap<Trigger, readonly Rule[]>;

  constructor(
    /** Of the text of the rules: two processes with the same version judge alike. */
    readonly version: string,
    readonly settings: RuleSettings,
    readonly rules: readonly Rule[],
  ) {
    const evaluated = rules.filter(({ mode }) => mode !== 'off');
    this.byTrigger = new Map(
      TRIGGERS.map((trigger) => [trigger, evaluated.filter(({ on }) => on === trigger)] as const),
    );
  }

  static async fromFile(file: string): Promise<RuleSet> {
    return RuleSet.parse(await readFile(file, 'utf8'), file);
  }

  /** @throws RuleFileError naming all that is wrong at once; `name` says of which file. */
  static parse(text: string, name: string): RuleSet {
    return RuleSet.read(text, name, parseYaml(text, name));
  }

  /**
   * A file that is to be tried in place of these rules, as `cartwise rules export` writes it: settings that it leaves out
   * are those of this set. @throws RuleFileError as parse does, and for a list that is not among `lists`.
   */
  async candidate(file: string, lists: ReadonlySet<string>): Promise<RuleSet> {
    const text = await readFile(file, 'utf8');
    const content = parseYaml(text, file);
    const isMap = typeof content === 'object' && content !== null && !Array.isArray(content);
    return RuleSet.read(text, file, isMap ? { ...this.settings, ...content } : content, lists);
  }

  private static read(text: string, name: string, content: unknown, lists?: ReadonlySet<string>): RuleSet {
    const parsed = ruleFileSchema(lists).safeParse(content);
    if (!parsed.success) {
      const lines = parsed.error.issues.map((issue) => `  ${pathText(issue.path)}: ${issue.message}`);
      throw new RuleFileError(`${name}:\n${lines.join('\n')}`);
    }
    const { rules, ...settings } = parsed.data;
    return new RuleSet(hash('sha256', text, 'hex').slice(0, VERSION_DIGITS), settings, rules);
  }

  /** The same settings with other rules; the version is that of what they say. */
  with(rules: readonly Rule[]): RuleSet {
    const text = JSON.stringify([this.version, rules.map(toRuleMessage)]);
    return new RuleSet(hash('sha256', text, 'hex').slice(0, VERSION_DIGITS), this.settings, rules);
  }

  /** Whether there is anything to ask about such a situation. */
  judges(trigger: Trigger): boolean {
    return (this.byTrigger.get(trigger) ?? []).length > 0;
  }

  /** The rules that hold and are not told to leave whoever is involved alone, in the order of the set. */
  firing(trigger: Trigger, subject: RuleSubject, isSnoozed: (code: string) => boolean = () => false): Firing {
    const holding = (this.byTrigger.get(trigger) ?? []).filter(
      ({ condition, code }) => condition.holds(subject) === true && !isSnoozed(code),
    );
    if (holding.length === 0) return NOTHING;
    return {
      live: holding.filter(({ mode }) => mode === 'live'),
      shadow: holding.filter(({ mode }) => mode === 'shadow'),
    };
  }
}

function parseYaml(text: string, name: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new RuleFileError(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** "rules[2].when" */
function pathText(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
