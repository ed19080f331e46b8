import { ArtifactError } from '../../artifact/artifact-error.ts';
import { packArrays, unpackArrays } from '../../artifact/arrays.ts';
import { fileOf } from '../../artifact/artifact.ts';
import type { ArtifactFiles } from '../../artifact/manifest.ts';
import { calibrate, type Calibration } from '../../classifiers/calibration/calibration.ts';
import { SESSION_COLUMN_COUNT } from './session-encoder.ts';
import { SessionGru } from './session-gru.ts';

/** Names within the artifact; a version that knew too few attacks has none of them. */
const SESSION_FILE = 'session.bin';
const SESSION_CALIBRATION_FILE = 'session-calibration.json';

/** How likely a session is an attack, by its events. */
export class SessionModel {
  constructor(
    readonly gru: SessionGru,
    private readonly calibration: Calibration,
  ) {}

  /** 0 to 1; `highest` is the highest of the log-odds after each event. */
  probability(highest: number): number {
    return calibrate(this.calibration, highest);
  }

  /**
   * What each event adds to the highest log-odds: how much lower they are without it (occlusion; Zeiler and Fergus 2014).
   * The rows of a session -> [rows]; takes a pass over the session for each.
   */
  contributions(rows: readonly Float32Array[]): Float64Array {
    const whole = this.highestOf(rows);
    return Float64Array.from(rows, (_, left) => {
      const others = rows.filter((_, i) => i !== left);
      return (
        whole - (others.length === 0 ? this.gru.step(this.gru.begin(), NOTHING) : this.highestOf(others))
      );
    });
  }

  /** The highest of the log-odds after each of the events. */
  highestOf(rows: readonly Float32Array[]): number {
    return this.gru.logits(rows).reduce((most, logit) => Math.max(most, logit), -Infinity);
  }

  files(): ArtifactFiles {
    return new Map([
      [SESSION_FILE, packArrays(this.gru.state())],
      [SESSION_CALIBRATION_FILE, new TextEncoder().encode(JSON.stringify(this.calibration))],
    ]);
  }
}

/** An event of which nothing is known. */
const NOTHING = new Float32Array(SESSION_COLUMN_COUNT);

/** What files() gave; undefined of a version without one. Throws ArtifactError on another content. */
export function readSessionModel(files: ArtifactFiles): SessionModel | undefined {
  if (!files.has(SESSION_FILE)) return undefined;
  try {
    const gru = SessionGru.from(unpackArrays(fileOf(files, SESSION_FILE)), SESSION_COLUMN_COUNT);
    const bytes = fileOf(files, SESSION_CALIBRATION_FILE);
    // Written by files(); the hashes of the artifact vouch for the bytes.
    return new SessionModel(gru, JSON.parse(new TextDecoder().decode(bytes)) as Calibration);
  } catch (cause) {
    if (cause instanceof TypeError) throw new ArtifactError(SESSION_FILE, cause.message, { cause });
    throw cause;
  }
}
