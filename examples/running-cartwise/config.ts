/** Where Cartwise is and its keys, when not told on the command line. */
export const ENVIRONMENT = {
  http: process.env['CARTWISE_HTTP_URL'],
  grpc: process.env['CARTWISE_GRPC_URL'],
  writeKey: process.env['CARTWISE_WRITE_KEY'],
  serverKey: process.env['CARTWISE_SERVER_KEY'],
  dataDir: process.env['CARTWISE_DATA_DIR'],
} as const;
