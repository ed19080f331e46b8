export { loadConfig, ConfigError } from './config/load-config.ts';
export { ServiceConfig, serviceVariables } from './config/service-config.ts';
export { systemClock, type Clock } from './config/clock.ts';
export { PROJECT_ROOT } from './config/project-root.ts';
export { identityOf, openFile, type OpenFile } from './files/open-file.ts';
export { createLogger, type Logger } from './logging/logger.ts';
export { Access } from './access/access.ts';
export { AuditTrail, type AuditedChange, type AuditSubject } from './audit/audit-trail.ts';
export { stateSha256 } from './audit/state-sha256.ts';
export { actorOf, systemActor, type Actor } from './audit/actor.ts';
export { profileSubject } from './audit/profile-subject.ts';
export { covers, type Role } from './shops/role.ts';
export { ShopDirectory, type Caller } from './shops/shop-directory.ts';
export { keyFor, readShopsFile, ShopsFile, type Shop } from './shops/shops-file.ts';
export { coarseIp } from './shops/coarse-ip.ts';
export { keyedHash, type PersonalDataKind } from './shops/keyed-hasher.ts';
export { CartwiseExceptionFilter } from './errors/exception.filter.ts';
export { GrpcExceptions } from './errors/grpc-exceptions.ts';
export { grpcKey } from './grpc/grpc-key.ts';
export { callGrpc, streamGrpc, type GrpcMethod, type GrpcTarget } from './grpc/call-grpc.ts';
export { LOADER_OPTIONS, packageName, protoFiles, type GrpcPackage } from './grpc/grpc-packages.ts';
export { Health, type HealthCheck } from './observability/health.ts';
export { ArtifactFolder, type ArtifactFiles, type ArtifactStore } from './infrastructure/artifact-folder.ts';
export { databaseOptions } from './infrastructure/database-options.ts';
export { openInfrastructure, type Infrastructure } from './infrastructure/infrastructure.ts';
export { InfrastructureModule } from './infrastructure/infrastructure.module.ts';
export { startService, type RunningService, type ServiceDefinition } from './run/start-service.ts';
export { runService } from './run/run-service.ts';
export { RepeatedWork } from './run/repeated-work.ts';
export { StartError, startFailure } from './run/start-error.ts';
export { stopOnSignal } from './run/stop-on-signal.ts';
export { ARTIFACTS, CLOCK, EVENT_LOG, LOGGER, METRICS, SERVICE_CONFIG } from './tokens.ts';
export { announceChampion } from './models/announce-champion.ts';
export { findModel } from './models/find-model.ts';
export { refuseWithoutArtifact } from './models/refuse-without-artifact.ts';
export { describeShadow } from './models/describe-shadow.ts';
export { promotion } from './models/promotion.ts';
export { promoteModel, type PromotionDependencies } from './models/promote-model.ts';
export { rollbackModel } from './models/rollback-model.ts';
export type { Follows } from './consumer/follows.ts';
export { TopicFollower, type TopicRecord } from './consumer/topic-follower.ts';
export { eventOf } from './consumer/event-of.ts';
export { rejectPoison } from './consumer/reject-poison.ts';
export { parseRequest } from './requests/parse-request.ts';
export {
  ArchiveBehindError,
  atArchivedMoment,
  offsetSourceOf,
  type AppliedEvents,
  type ArchivedMomentOptions,
} from './verification/at-archived-moment.ts';
export { verificationReport, type Verification } from './verification/verification-report.ts';
