import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { Health } from './health.ts';
import { startObservabilityServer } from './observability-server.ts';

async function start(health: Health) {
  const server = await startObservabilityServer({
    host: '127.0.0.1',
    port: 0,
    metrics: new Registry(),
    health,
  });
  return {
    get: (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

describe('readiness', () => {
  it('is given when the service serves and its checks pass', async () => {
    const health = new Health();
    await using server = await start(health);
    expect((await server.get('/health/ready')).status).toBe(503);
    health.setServing(true);
    expect((await server.get('/health/ready')).status).toBe(200);
  });

  it('names the check that fails, while the process stays alive', async () => {
    const health = new Health();
    health.setServing(true);
    health.addCheck('database', () => Promise.reject(new Error('connection refused')));
    await using server = await start(health);
    const response = await server.get('/health/ready');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ ready: false, checks: { database: 'connection refused' } });
    expect((await server.get('/health/live')).status).toBe(200);
  });
});
