"""Read a `.pt2` model of torch.export and run it, without pickle, eval, exec or import by name.

    from probes.graph import read              # torch-free: for the preflight and static rules
    from probes.graph.program import Program   # imports torch
    from probes.graph import layers            # torch-free: layers, activations, head, labels

    graph = read(path)                         # Graph, or Refusal(code, numbers)
    program = Program(graph, device="cpu")     # parameters and buffers are its own copies
    outputs = program.run(inputs, mode="train", seed=0, observe=None)   # always a tuple
    loss = program.loss(inputs, mode="train")  # the scalar, where the graph holds the loss
    loss.backward(); program.parameters["fc.weight"].grad

`inputs` is a sequence in the order of `graph.inputs`, or a mapping by their names; NumPy arrays and
tensors, cast to the recorded dtype. `observe(node, output)` is called after every operation: keep
`output`, put `output.register_hook(...)` on it, or return a tensor to replace it. Clone what an
in-place operation may change later. One Node is one operation: `node.op` ("conv2d"),
`node.inputs`, `node.outputs` (value names), `node.argument("p")`, `node.file`, `node.line`,
`node.code`, `node.module` ("encoder.0.conv"), `node.module_class` ("Conv2d").

Running never changes `program.buffers` unless `update_buffers=True`. `program.copy(...)` makes a
fresh one for experiments: `bypass={node.name}` leaves a node out, `dtype=torch.float64` recasts,
`arguments={node.name: {"p": 0.1}}` changes a constant. `program.trainable` lists each learning
parameter once, for an optimizer. A state dict without a model: probes/graph/chain.py.
"""

from probes.graph.graph import Graph, Node
from probes.graph.read import read

__all__ = ["Graph", "Node", "read"]
