import type { Command } from 'commander';
import { runTool } from '../connection/run-app.ts';

/** The commands on any labelled table: nothing of a shop is needed, and nothing has to be running. */
export function addTables(program: Command): void {
  program
    .command('train-table')
    .argument('<file>', 'CSV with a line of names, gzip or not')
    .requiredOption('-l, --label <column>', 'what is to be predicted: classes, two or more')
    .option('-m, --model <model>', 'dense, boosted, or both and their mean: the best is kept')
    .option('--optimiser <name>', 'of the dense network: adam, momentum or sgd')
    .option('--loss <name>', 'of the dense network: cross-entropy, squared-error or focal')
    .option('--class-weights <how>', 'of the dense network: none or balanced')
    .option('--hidden <units>', 'of the dense network: ReLU units of each layer, such as 64 or 64,32')
    .option('--epochs <n>', 'of the dense network: at most so many passes over the rows')
    .option('--folds <n>', 'parts for cross-validation, each tested once')
    .option('--time <column>', 'test each part on rows later than those learnt from, by this column')
    .option('--no-time', 'parts at random, though there is a column of times')
    .option('--positive <class>', 'which of two classes is the positive one')
    .option('--type <column=type...>', 'what a column is: number, boolean, category or date')
    .option('--drop <column...>', 'learn nothing from these columns')
    .option('--no-header', 'the first line is a row; columns go by number')
    .option('--seed <n>', 'the same seed on the same file and backend gives the same model')
    .option('-o, --out <folder>', 'where the model goes')
    .option('-r, --report <file>', 'also a page of HTML with plots')
    .description('trains, cross-validates and keeps a model of any labelled CSV file')
    .action((file: string, options: Options) =>
      exitWith(runTool('trainer/src/train-table', [...toArgs(options), '--', file])),
    );
  program
    .command('predict-table')
    .argument('<model>', 'folder that train-table wrote')
    .argument('<file>', 'CSV with the columns that the model reads, gzip or not')
    .option('--reasons <n>', 'so many columns that count most, with what they add to the log-odds')
    .option('--no-header', 'the first line is a row; columns go by number')
    .option('-o, --out <file>', 'where the rows go; the terminal unless told')
    .description('adds to each row of a CSV file what is predicted, and compares where the label is known')
    .action((model: string, file: string, options: Options) =>
      exitWith(runTool('trainer/src/predict-table', [...toArgs(options), '--', model, file])),
    );
}

/** As commander gives them; false is an option given as --no-… */
type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** The options as the program behind the command takes them, which checks them. */
function toArgs(options: Options): readonly string[] {
  return Object.entries(options).flatMap(([key, value]) => {
    const name = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (value === undefined || value === true) return [];
    if (value === false) return [`--no-${name}`];
    return [value].flat().map((each) => `--${name}=${each}`);
  });
}

async function exitWith(code: Promise<number>): Promise<void> {
  process.exitCode = await code;
}
