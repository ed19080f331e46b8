"""The boosted trees of `npm run bench -- boosting` in LightGBM.

Called with one JSON argument: the table (its file, rows, rows for the test, columns) and the settings. The file has the
columns one after the other as 32-bit floats, then the labels as bytes. Prints {"lightgbm": version}, then for every line on its
standard input, a number of threads (0: as many as LightGBM takes by itself), trains and prints {"seconds",
"cpuSeconds", "auc"}: of making its data set and training, and the area under the ROC curve on the test rows, the last ones.
"""

import json
import sys
import time

import lightgbm
import numpy

config = json.loads(sys.argv[1])
ROWS, TEST, COLUMNS = config["rows"], config["testRows"], config["columns"]
ALL = ROWS + TEST
raw = numpy.fromfile(config["file"], dtype=numpy.uint8)
values = raw[: 4 * ALL * COLUMNS].view(numpy.float32).reshape(COLUMNS, ALL).T
labels = raw[4 * ALL * COLUMNS :]


def auc(scores, truth):
    order = numpy.argsort(scores, kind="stable")
    ranks = numpy.empty(len(scores))
    ranks[order] = numpy.arange(1, len(scores) + 1)
    positives = truth.sum()
    return float((ranks[truth == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(truth) - positives)))


def train(threads):
    start, cpu_start = time.perf_counter(), time.process_time()
    data = lightgbm.Dataset(values[:ROWS], labels[:ROWS], params={"max_bin": config["binsMost"], "verbose": -1})
    model = lightgbm.train(
        {
            "objective": "binary",
            "learning_rate": config["learningRate"],
            "num_leaves": config["leavesMost"],
            "min_data_in_leaf": config["leafRowsMin"],
            "min_sum_hessian_in_leaf": config["leafHessianMin"],
            "max_bin": config["binsMost"],
            "num_threads": threads,
            "verbose": -1,
        },
        data,
        num_boost_round=config["rounds"],
    )
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    return {"seconds": seconds, "cpuSeconds": cpu, "auc": auc(model.predict(values[ROWS:]), labels[ROWS:])}


print(json.dumps({"lightgbm": lightgbm.__version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(train(int(line))), flush=True)
