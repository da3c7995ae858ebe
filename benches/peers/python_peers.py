"""The peers of Python. Run by compare.py inside the virtual environment, one process a measurement:

    python_peers.py PEER train TEXT MODEL
    python_peers.py PEER label MODEL TEXT
    python_peers.py objective ROWS

TEXT holds one statement a line, its label and a tab before it. One JSON object is printed.
"""

import json
import pickle
import sys
import time


def read(path):
    with open(path, encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t", 1) for line in lines]
    return [label for label, _ in pairs], [text for _, text in pairs]


def report(seconds, **more):
    print(json.dumps({"seconds": seconds, **more}))


def labelled(seconds, found, gold, texts):
    right = sum(a == b for a, b in zip(found, gold))
    size = sum(len(text.encode()) for text in texts)
    report(seconds, statements=len(texts), bytes=size, accuracy=right / len(texts), labels=found)


def timed(work):
    """The second of two runs, in seconds of this process's own computing."""
    work()
    before = time.process_time()
    result = work()
    return time.process_time() - before, result


# scikit-learn: the same terms as thaido's, as far as its tokenizer can: words and marks, 1-2-grams in two texts or more.


def sklearn_train(text, model):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    labels, texts = read(text)
    before = time.process_time()
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"\w+|[^\w\s]")
    rows = vectorizer.fit_transform(texts)
    between = time.process_time()
    classifier = LogisticRegression(C=1.0, max_iter=1000).fit(rows, labels)
    after = time.process_time()
    with open(model, "wb") as out:
        pickle.dump((vectorizer, classifier), out)
    report(after - before, vectorise=between - before, fit=after - between, terms=rows.shape[1])


def sklearn_label(model, text):
    with open(model, "rb") as source:
        vectorizer, classifier = pickle.load(source)
    gold, texts = read(text)
    seconds, found = timed(lambda: classifier.predict(vectorizer.transform(texts)).tolist())
    labelled(seconds, found, gold, texts)


# underthesea_core: its classifier with the preprocessing that it brings along.


def underthesea_train(text, model):
    from underthesea_core import TextClassifier, TextPreprocessor

    labels, texts = read(text)
    before = time.process_time()
    classifier = TextClassifier(max_features=95_127, ngram_range=(1, 2), min_df=2, preprocessor=TextPreprocessor())
    classifier.fit(texts, labels)
    seconds = time.process_time() - before
    classifier.save(model)
    report(seconds, terms=classifier.n_features)


def underthesea_label(model, text):
    from underthesea_core import TextClassifier

    classifier = TextClassifier.load(model)
    gold, texts = read(text)
    seconds, found = timed(lambda: classifier.predict_batch(texts))
    labelled(seconds, found, gold, texts)


# fastText: the C++ original through its own bindings, all texts in one call.


def fasttext_train(text, model):
    import fasttext

    labels, texts = read(text)
    with open(model + ".txt", "w", encoding="utf-8") as out:
        out.writelines(f"__label__{label} {text}\n" for label, text in zip(labels, texts))
    before = time.process_time()
    trained = fasttext.train_supervised(
        model + ".txt", dim=16, wordNgrams=2, minCount=2, epoch=5, lr=0.5, thread=1, bucket=200_000, verbose=0
    )
    seconds = time.process_time() - before
    trained.save_model(model)
    report(seconds)


def fasttext_label(model, text):
    import fasttext

    fasttext.FastText.eprint = lambda *_: None
    trained = fasttext.load_model(model)
    gold, texts = read(text)
    seconds, found = timed(lambda: trained.predict(texts)[0])
    labelled(seconds, [labels[0].removeprefix("__label__") for labels in found], gold, texts)


# Vowpal Wabbit: its own file driver, from a file in its format to a file of predictions.


def vw_file(text, path):
    labels, texts = read(text)
    names = sorted(set(labels))
    clean = str.maketrans({":": "\N{MODIFIER LETTER COLON}", "|": "\N{BROKEN BAR}"})
    with open(path, "w", encoding="utf-8") as out:
        for label, text in zip(labels, texts):
            out.write(f"{names.index(label) + 1} | {text.lower().translate(clean)}\n")
    return labels, texts, names


def vw_train(text, model):
    import vowpalwabbit

    labels, _, names = vw_file(text, model + ".in")
    before = time.process_time()
    options = f"--oaa {len(names)} --ngram 2 -b 18 --passes 3 -k --cache_file {model}.cache --quiet"
    vw = vowpalwabbit.Workspace(f"{options} -d {model}.in -f {model}")
    vw.run_parser() if hasattr(vw, "run_parser") else vw.driver()
    vw.finish()
    report(time.process_time() - before)


def vw_label(model, text):
    import vowpalwabbit

    gold, texts, names = vw_file(text, model + ".in")

    def run():
        vw = vowpalwabbit.Workspace(f"-t -i {model} -d {model}.in -p {model}.out --quiet")
        vw.run_parser() if hasattr(vw, "run_parser") else vw.driver()
        vw.finish()

    seconds, _ = timed(run)
    with open(model + ".out", encoding="utf-8") as lines:
        found = [names[int(float(line.split()[0])) - 1] for line in lines]
    labelled(seconds, found, gold, texts)


def objective(path):
    """The value of thaido's objective where scikit-learn's lbfgs stops, on thaido's own rows."""
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    with open(path, "rb") as source:
        rows, columns, count = numpy.fromfile(source, "<u8", 3)
        starts = numpy.fromfile(source, "<u8", int(rows) + 1).astype(numpy.int64)
        targets = numpy.fromfile(source, "<u4", int(rows))
        indices = numpy.fromfile(source, "<u4", int(count)).astype(numpy.int32)
        values = numpy.fromfile(source, "<f4", int(count)).astype(numpy.float64)
    matrix = csr_matrix((values, indices, starts), shape=(int(rows), int(columns)))
    def value(classifier):
        scores = classifier.decision_function(matrix)
        top = scores.max(axis=1, keepdims=True)
        own = scores[numpy.arange(len(targets)), targets]
        loss = (numpy.log(numpy.exp(scores - top).sum(axis=1)) + top[:, 0] - own).sum()
        return float(loss + 0.5 * (classifier.coef_**2).sum())

    before = time.process_time()
    classifier = LogisticRegression(C=1.0, max_iter=1000).fit(matrix, targets)
    seconds = time.process_time() - before
    # Its default tolerance stops early; the minimum itself needs a finer one.
    fine = LogisticRegression(C=1.0, max_iter=10_000, tol=1e-7).fit(matrix, targets)
    report(seconds, objective=value(classifier), iterations=int(classifier.n_iter_.max()), minimum=value(fine))


if __name__ == "__main__":
    if sys.argv[1] == "objective":
        objective(sys.argv[2])
    else:
        globals()[f"{sys.argv[1]}_{sys.argv[2]}"](*sys.argv[3:5])
