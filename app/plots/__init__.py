"""Figures as data, in Plotly's own form: the page draws them with Plotly, the report as SVG.

figures  every figure that a consultation's files give, with its text equivalent
curves   losses, accuracies and the rate over the run, the onset of trouble marked
bars     one number for each layer, class or feature
numbers  what came out of the sandbox, checked before it is drawn
svg      a figure as an inline picture
stored   the numbers of the latest measurement
"""
