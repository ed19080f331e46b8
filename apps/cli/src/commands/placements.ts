import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { callGrpc, type GrpcMethod } from '#service';
import {
  Placement,
  type GetPlacementResponse,
  type ListPlacementsResponse,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { connect } from '../connection/connection.ts';
import { printTable } from '../print/print-table.ts';
import { readPlacement } from './read-placement.ts';

const method = (name: string): GrpcMethod => ({
  package: 'recommendation',
  service: 'PlacementService',
  method: name,
});

export function addPlacements(program: Command): void {
  const placements = program
    .command('placements')
    .description('where lists are shown, with what they are like there: list, get, put, delete');
  placements.command('list').description('the placements of the shop').action(list);
  placements.command('get').argument('<id>').description('a placement as JSON').action(get);
  placements
    .command('put')
    .argument('<id>')
    .argument('<file>', 'its limit, filter and controls as JSON, as `get` prints them')
    .description('add or replace a placement')
    .action(put);
  placements.command('delete').argument('<id>').description('delete a placement').action(remove);
}

async function list(): Promise<void> {
  const reply = await callGrpc<ListPlacementsResponse>(connect(), method('listPlacements'), {});
  printTable(
    ['placement', 'changed', 'limit', 'sets', 'filter'],
    reply.placements.map((message) => {
      const { id, limit, filter, controls, updatedAtMs } = Placement.fromPartial(message);
      const set = Object.entries(controls ?? {}).filter(([, value]) => value !== undefined);
      return [
        id,
        new Date(updatedAtMs).toISOString().slice(0, 16).replace('T', ' '),
        limit === 0 ? '' : String(limit),
        set.map(([name]) => name).join(' '),
        filter?.expression ?? '',
      ];
    }),
  );
}

async function get(id: string): Promise<void> {
  const { placement } = await callGrpc<GetPlacementResponse>(connect(), method('getPlacement'), { id });
  console.log(JSON.stringify(Placement.fromPartial(placement ?? {}), null, 2));
}

async function put(id: string, file: string): Promise<void> {
  const placement = readPlacement(id, await readFile(file, 'utf8'));
  await callGrpc(connect(), method('putPlacement'), { placement });
  console.log(`lists of ${id} are like this from now on`);
}

async function remove(id: string): Promise<void> {
  await callGrpc(connect(), method('deletePlacement'), { id });
  console.log(`${id} is deleted`);
}
