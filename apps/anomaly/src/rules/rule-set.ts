import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { Facts } from '#ml';
import { PROJECT_ROOT } from '#service';
import { holds } from './condition.ts';
import { RuleFile, type Rule } from './rule-file.ts';
import type { Trigger } from './situation.ts';

/** The rules as checked in; found from source and from dist alike. */
export const RULES_FILE = path.join(PROJECT_ROOT, 'apps/anomaly/rules/rules.yaml');

/** Digits of the hash that names a version of the rules. */
const VERSION_DIGITS = 12;

/** The rules file does not say what it should; the message names every place at fault. */
class RuleFileError extends Error {
  override readonly name = 'RuleFileError';
}

/** The rules in force. */
export class RuleSet {
  private constructor(
    /** Of the file's text: two processes with the same version judge alike. */
    readonly version: string,
    readonly settings: Omit<RuleFile, 'rules'>,
    private readonly rules: readonly Rule[],
  ) {}

  static async fromFile(file: string): Promise<RuleSet> {
    return RuleSet.parse(await readFile(file, 'utf8'), file);
  }

  /** @throws RuleFileError naming all that is wrong at once; `name` says of which file. */
  static parse(text: string, name: string): RuleSet {
    const parsed = RuleFile.safeParse(parseYaml(text, name));
    if (!parsed.success) {
      const lines = parsed.error.issues.map((issue) => `  ${pathText(issue.path)}: ${issue.message}`);
      throw new RuleFileError(`${name}:\n${lines.join('\n')}`);
    }
    return new RuleSet(hash('sha256', text, 'hex').slice(0, VERSION_DIGITS), parsed.data, parsed.data.rules);
  }

  /** Whether there is anything to ask about such a situation. */
  judges(trigger: Trigger): boolean {
    return this.rules.some((rule) => rule.on === trigger);
  }

  /** The rules that hold, in the order of the file. */
  firing(trigger: Trigger, facts: Facts): readonly Rule[] {
    return this.rules.filter((rule) => rule.on === trigger && holds(rule.when, facts));
  }
}

function parseYaml(text: string, name: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new RuleFileError(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** "rules[2].when.all[0].fact" */
function pathText(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
