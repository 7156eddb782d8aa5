"""Experiments: training steps on a copy of the model, each with a price, an end and a verdict.

    price(program, batch, ...) -> seconds, before anything is started
    run(program, batch, ..., progress, cancel, budget) -> a frozen dataclass of plain numbers
    judge(result) -> reports for the findings that it decides
    verdict(result), lines(result) -> the code of a sentence, and what to draw

Model, buffers and random state are as they were afterwards.
"""
