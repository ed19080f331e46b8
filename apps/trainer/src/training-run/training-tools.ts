import type { ModelKind, ShopId } from '#contracts';
import type { ModelStore } from '#database';
import type {
  ChallengerName,
  OpenedTensorFlow,
  SearchTools,
  TrainFraudModelOptions,
  TrainRecommenderOptions,
} from '#ml';
import type { Infrastructure } from '#service';

/** What a training run works with. */
export interface TrainingTools extends Pick<Infrastructure, 'database' | 'artifacts' | 'clock' | 'logger'> {
  readonly models: ModelStore;
  readonly tensorFlow: OpenedTensorFlow;
  readonly seed: number;
  /** What is trained. */
  readonly kinds: ReadonlySet<ModelKind>;
  /** What a shop's search for hyper-parameters may use, from now on. */
  readonly search?: (shopId: ShopId) => SearchTools;
  /** Where pictures of items lie as files. */
  readonly imagesFolder?: string | undefined;
  readonly challengers: readonly ChallengerName[];
  /** A folder for each shop's checkpoints, while a run is unfinished. */
  readonly checkpointsDir: string;
  /** What training may spend; that of the backend unless given. */
  readonly budgets?: {
    readonly recommender: NonNullable<TrainRecommenderOptions['budget']>;
    readonly fraud: NonNullable<TrainFraudModelOptions['budget']>;
  };
}
