"""Small readers of the same graph and the same steps, a module a command:

    mapping.py   the Jacobian of a mapping, and its determinant
    second.py    Hessian and Laplacian: second derivatives through a chain
    training.py  a network: its gradient by every weight, and gradient descent;
                 networks.py makes a system of it, settings.py reads what is said of it

None of them differentiates: they ask the pipeline and the walks.
    compose.py     functions put into each other, in both orders; orders.py says what that changes
    implicit.py    dy/dx of an equation; equations.py reads it, curve_points.py has the numbers
    parametric.py  dy/dx of a curve x(t), y(t); track_points.py has the numbers
    inverse.py     the derivative of an inverse function
    along.py       the oracle of curves, curve_checks.py what it says; shorter.py their algebra
"""
