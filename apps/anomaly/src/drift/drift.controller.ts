import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type * as proto from '#contracts/generated/cartwise/fraud/v1/drift';
import { Database, FraudDriftStore } from '#database';
import { Access, grpcKey, parseRequest } from '#service';
import { FraudModels } from '../models/fraud-models.ts';
import { DRIFT_ORDERS_MIN } from './drift-board.ts';
import { SHIFT_PSI, toDriftMessage } from './drift-message.ts';
import { ListDriftReportsFields } from './drift-requests.ts';

@Controller()
export class DriftController implements proto.DriftService {
  constructor(
    private readonly access: Access,
    private readonly database: Database,
    private readonly store: FraudDriftStore,
    private readonly models: FraudModels,
  ) {}

  @GrpcMethod('DriftService', 'ListDriftReports')
  async listDriftReports(
    request: proto.ListDriftReportsRequest,
    metadata?: Metadata,
  ): Promise<proto.ListDriftReportsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'server');
    const { modelVersion, onlyDrifted, limit } = parseRequest(ListDriftReportsFields, request);
    const reports = await this.store.reports(this.database, shop.id, {
      ...(modelVersion === '' ? {} : { version: modelVersion }),
      ...(onlyDrifted ? { psiAbove: SHIFT_PSI } : {}),
      limit,
    });
    const [window] = await this.store.readWindows(this.database, [shop.id]);
    const serving = this.models.of(shop.id);
    return {
      reports: reports.map(toDriftMessage),
      counting: {
        modelVersion: window?.version ?? '',
        fromMs: window?.fromMs ?? 0,
        orders: window?.orders ?? 0,
        ordersNeeded: DRIFT_ORDERS_MIN,
      },
      servingVersion: serving?.manifest.version ?? '',
      keepsBaseline: serving?.baseline !== undefined,
    };
  }
}
