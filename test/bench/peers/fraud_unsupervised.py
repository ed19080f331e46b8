"""The unsupervised reference rows of `npm run bench -- fraud`, by scikit-learn and PyOD, under the same protocols.

    python test/bench/peers/fraud_unsupervised.py FOLDER [handbook] [ulb] [ulb-deduplicated] [adbench]

FOLDER is the one that CARTWISE_BENCHMARK_DATA names. Prints one line of JSON a model. What is not installed is left out,
and said so.
"""

import json
import sys
import time

import numpy
import pandas
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

try:
    from pyod.models.ecod import ECOD
    from pyod.models.hbos import HBOS
except ImportError:
    ECOD = HBOS = None
    print("pyod is not installed: ECOD and HBOS are left out", file=sys.stderr)


class Forest:
    """As PyOD's detectors: higher is stranger."""

    def __init__(self, seed):
        self.forest = IsolationForest(n_estimators=200, max_samples=256, random_state=seed)

    def fit(self, rows):
        self.forest.fit(rows)

    def decision_function(self, rows):
        return -self.forest.score_samples(rows)


MODELS = {"isolation forest": Forest}
if ECOD is not None:
    MODELS["ECOD"] = lambda seed: ECOD()
    MODELS["HBOS"] = lambda seed: HBOS()

DAYS = [1, 7, 30]
CUSTOMER = [f"CUSTOMER_ID_{what}_{days}DAY_WINDOW" for what in ("NB_TX", "AVG_AMOUNT") for days in DAYS]
TERMINAL = [f"TERMINAL_ID_{what}_{days}DAY_WINDOW" for what in ("NB_TX", "RISK") for days in DAYS]
FEATURES = ["TX_AMOUNT", "TX_DURING_WEEKEND", "TX_DURING_NIGHT", *CUSTOMER, *TERMINAL]
STARTS = ["2018-07-25", "2018-08-01", "2018-08-08", "2018-08-15"]
FIRST_DAY = pandas.Timestamp("2018-04-01")
ADBENCH = ["2_annthyroid", "11_donors", "16_http", "30_satellite", "32_shuttle"]
SEEDS = [1, 2, 3]


def handbook(folder):
    """Four folds of training rows, test rows and their labels."""
    data = pandas.read_csv(f"{folder}/fraud/handbook_transformed_20180620_20180904.csv.gz")
    for start in STARTS:
        first = (pandas.Timestamp(start) - FIRST_DAY).days
        train = data[data.TX_TIME_DAYS.between(first, first + 6)]
        known = set(train[train.TX_FRAUD == 1].CUSTOMER_ID)
        days = []
        for day in range(first + 14, first + 21):
            before = data[data.TX_TIME_DAYS == day - 8]
            known |= set(before[before.TX_FRAUD == 1].CUSTOMER_ID)
            tested = data[data.TX_TIME_DAYS == day]
            days.append(tested[~tested.CUSTOMER_ID.isin(known)])
        test = pandas.concat(days)
        yield 1, train[FEATURES].to_numpy(), test[FEATURES].to_numpy(), test.TX_FRAUD.to_numpy()


def ulb(folder, deduplicated):
    """All rows, without their labels."""
    data = pandas.read_csv(f"{folder}/fraud/ulb_creditcard_40pct_rounded.csv.gz").drop(columns="shuffled_row")
    if deduplicated:
        data = data.drop_duplicates()
    rows = data.drop(columns="label").to_numpy(float)
    yield 1, rows, rows, data.label.to_numpy()


def adbench(folder):
    """70 % of at most 10,000 rows to train, 30 % to test, scaled on the training part."""
    for name in ADBENCH:
        data = pandas.read_csv(f"{folder}/fraud/adbench_{name}.csv.gz")
        for seed in SEEDS:
            drawn = data.sample(min(10_000, len(data)), random_state=seed)
            rows, labels = drawn.drop(columns="label").to_numpy(float), drawn.label.to_numpy()
            train, test, _, truth = train_test_split(
                rows, labels, test_size=0.3, stratify=labels, random_state=seed
            )
            scaler = MinMaxScaler().fit(train)
            yield seed, scaler.transform(train), scaler.transform(test), truth


BENCHMARKS = {
    "handbook": handbook,
    "ulb": lambda folder: ulb(folder, False),
    "ulb-deduplicated": lambda folder: ulb(folder, True),
    "adbench": adbench,
}


def measure(benchmark, folder):
    folds = list(BENCHMARKS[benchmark](folder))
    for name, make in MODELS.items():
        started, precisions, areas = time.time(), [], []
        for seed, train, test, truth in folds:
            model = make(seed)
            model.fit(train)
            scores = model.decision_function(test)
            precisions.append(average_precision_score(truth, scores))
            areas.append(roc_auc_score(truth, scores))
        line = {
            "benchmark": benchmark,
            "model": name,
            "AP": round(float(numpy.mean(precisions)), 4),
            "AUC": round(float(numpy.mean(areas)), 4),
            "seconds": round(time.time() - started, 1),
        }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    for chosen in sys.argv[2:] or BENCHMARKS:
        measure(chosen, sys.argv[1])
