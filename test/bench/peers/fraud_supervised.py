"""The supervised reference rows of `npm run bench -- fraud`, by scikit-learn and LightGBM, under the same protocols.

    python test/bench/peers/fraud_supervised.py FOLDER [handbook] [ulb] [ulb-deduplicated]

FOLDER is the one that CARTWISE_BENCHMARK_DATA names. Prints one line of JSON a model: the mean of four weeks for the handbook,
pooled scores of five folds for ULB. What is not installed is left out, and said so.
"""

import json
import sys
import time

import numpy
import pandas
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

try:
    from lightgbm import LGBMClassifier
except ImportError:
    LGBMClassifier = None
    print("lightgbm is not installed: its rows are left out", file=sys.stderr)

DAYS = [1, 7, 30]
CUSTOMER = [f"CUSTOMER_ID_{what}_{days}DAY_WINDOW" for what in ("NB_TX", "AVG_AMOUNT") for days in DAYS]
TERMINAL = [f"TERMINAL_ID_{what}_{days}DAY_WINDOW" for what in ("NB_TX", "RISK") for days in DAYS]
FEATURES = ["TX_AMOUNT", "TX_DURING_WEEKEND", "TX_DURING_NIGHT", *CUSTOMER, *TERMINAL]
STARTS = ["2018-07-25", "2018-08-01", "2018-08-08", "2018-08-15"]
FIRST_DAY = pandas.Timestamp("2018-04-01")

MODELS = {
    "logistic regression": lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    "random forest 100": lambda: RandomForestClassifier(100, random_state=0),
    "extra trees 100": lambda: ExtraTreesClassifier(100, max_features=0.3, min_samples_leaf=2, random_state=0),
    "histogram boosting": lambda: HistGradientBoostingClassifier(
        max_leaf_nodes=15, l2_regularization=1, random_state=0
    ),
}
if LGBMClassifier is not None:
    # Recipe G: fine bins and a floor of the hessians.
    MODELS["lightgbm, 4095 bins"] = lambda: LGBMClassifier(
        n_estimators=150,
        learning_rate=0.05,
        num_leaves=15,
        min_child_samples=20,
        min_child_weight=1.0,
        max_bin=4095,
        verbose=-1,
        random_state=0,
    )


def recall_at(truth, scores, rate):
    false_rates, recalls, _ = roc_curve(truth, scores, drop_intermediate=False)
    return float(recalls[false_rates <= rate].max())


def log_odds(model, rows):
    share = numpy.clip(model.predict_proba(rows)[:, 1], 1e-9, 1 - 1e-9)
    return numpy.log(share / (1 - share))


def handbook_fold(data, start):
    first = (pandas.Timestamp(start) - FIRST_DAY).days
    train = data[data.TX_TIME_DAYS.between(first, first + 6)]
    known = set(train[train.TX_FRAUD == 1].CUSTOMER_ID)
    days = []
    for day in range(first + 14, first + 21):
        # Labels take a week: what was fraud eight days before is known.
        known |= set(data[(data.TX_TIME_DAYS == day - 8) & (data.TX_FRAUD == 1)].CUSTOMER_ID)
        days.append(data[(data.TX_TIME_DAYS == day) & ~data.CUSTOMER_ID.isin(known)])
    return train, pandas.concat(days)


def card_precision(test, scores, cards=100):
    precisions, found = [], set()
    for _, day in test.assign(score=scores).groupby("TX_TIME_DAYS"):
        day = day[~day.CUSTOMER_ID.isin(found)]
        by_card = day.groupby("CUSTOMER_ID").agg(score=("score", "max"), fraud=("TX_FRAUD", "max"))
        top = by_card.sort_values("score", ascending=False).head(cards)
        precisions.append(top.fraud.mean())
        found |= set(top[top.fraud == 1].index)
    return float(numpy.mean(precisions))


def handbook(folder):
    data = pandas.read_csv(f"{folder}/fraud/handbook_transformed_20180620_20180904.csv.gz")
    folds = [handbook_fold(data, start) for start in STARTS]
    for name, make in MODELS.items():
        begin, rows = time.time(), []
        for train, test in folds:
            scores = log_odds(make().fit(train[FEATURES], train.TX_FRAUD), test[FEATURES])
            rows.append(
                {
                    "AP": average_precision_score(test.TX_FRAUD, scores),
                    "AUC": roc_auc_score(test.TX_FRAUD, scores),
                    "CP@100": card_precision(test, scores),
                    "R@1%FP": recall_at(test.TX_FRAUD, scores, 0.01),
                }
            )
        yield name, {metric: float(numpy.mean([row[metric] for row in rows])) for metric in rows[0]}, begin


def ulb(folder, deduplicated):
    data = pandas.read_csv(f"{folder}/fraud/ulb_creditcard_40pct_rounded.csv.gz").drop(columns="shuffled_row")
    if deduplicated:
        data = data.drop_duplicates()
    truth = data.iloc[:, -1].to_numpy()
    values = data.iloc[:, :-1].to_numpy(dtype=numpy.float32)
    for name, make in MODELS.items():
        begin, scores = time.time(), numpy.zeros(len(truth))
        for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(values, truth):
            scores[test] = log_odds(make().fit(values[train], truth[train]), values[test])
        metrics = {
            "AP": average_precision_score(truth, scores),
            "AUC": roc_auc_score(truth, scores),
            "R@1%FP": recall_at(truth, scores, 0.01),
        }
        yield name, {metric: float(value) for metric, value in metrics.items()}, begin


BENCHMARKS = {
    "handbook": handbook,
    "ulb": lambda folder: ulb(folder, False),
    "ulb-deduplicated": lambda folder: ulb(folder, True),
}

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for benchmark in sys.argv[2:] or BENCHMARKS:
        for model, metrics, begin in BENCHMARKS[benchmark](sys.argv[1]):
            rounded = {metric: round(value, 4) for metric, value in metrics.items()}
            line = {"benchmark": benchmark, "model": model, "metrics": rounded, "seconds": round(time.time() - begin, 1)}
            print(json.dumps(line), flush=True)
