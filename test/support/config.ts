/** What the environment says about tests. */
export const config = {
  /** Brokers to test on instead of starting one: "host:port,host:port". */
  kafkaBrokers: (process.env['CARTWISE_KAFKA_BROKERS'] ?? '').split(',').filter((broker) => broker !== ''),
  /** The browser to test with, where it is not on the PATH. */
  chromium: process.env['CARTWISE_CHROMIUM'],
  /** The Python whose PyTorch training is compared with. */
  python: process.env['CARTWISE_PYTHON'] ?? 'python3',
  /** Folder of public data sets, with `rec/` and `fraud/` in it. */
  benchmarkData: process.env['CARTWISE_BENCHMARK_DATA'],
  /** Where skipped suites are recorded, one JSON object a line. */
  skipsFile: process.env['CARTWISE_TEST_SKIPS'],
} as const;
