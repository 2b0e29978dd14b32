"""Small readers of the same graph and the same steps, a module a command:

    mapping.py   the Jacobian of a mapping, and its determinant
    second.py    Hessian and Laplacian: second derivatives through a chain
    training.py  a network: its gradient by every weight, and gradient descent;
                 networks.py makes a system of it, settings.py reads what is said of it

None of them differentiates: they ask the pipeline and the walks.
"""
