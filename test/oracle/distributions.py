"""Every distribution, asked for all that it computes: see distributions.ts. `answers` runs over the stand-in and over a real torch."""
import math

#: How one is made, values at which it is asked for densities, and further parameters to expand to.
MADE = {
    "Bernoulli": ("Bernoulli(probs=torch.tensor([0.2, 0.7]))", "torch.tensor([0., 1.])"),
    "Bernoulli logits": ("Bernoulli(logits=torch.tensor([[0.3], [-1.]]))", "torch.tensor([[1.], [0.]])"),
    "Bernoulli number": ("Bernoulli(0.3)", "torch.tensor(1.)"),
    "Bernoulli wrong": ("Bernoulli(torch.tensor([1.5]))", "torch.tensor([0.])"),
    "Bernoulli both": ("Bernoulli(torch.tensor([0.5]), torch.tensor([0.5]))", "torch.tensor([0.])"),
    "Bernoulli outside": ("Bernoulli(torch.tensor([0.5]))", "torch.tensor([2.])"),
    "Bernoulli unchecked": ("Bernoulli(torch.tensor([0.5]), validate_args=False)", "torch.tensor([0.5])"),
    "Beta": ("Beta(torch.tensor([0.5, 2.]), torch.tensor([1.5, 3.]))", "torch.tensor([0.2, 0.9])"),
    "Beta numbers": ("Beta(2., 3.)", "torch.tensor(0.4)"),
    "Binomial": ("Binomial(5, torch.tensor([0.3, 0.6]))", "torch.tensor([2., 5.])"),
    "Binomial logits": ("Binomial(torch.tensor([3., 3.]), logits=torch.tensor([0.3, -0.6]))", "torch.tensor([0., 3.])"),
    "Categorical": ("Categorical(torch.tensor([[0.2, 0.3, 0.5], [1., 1., 2.]]))", "torch.tensor([2, 0])"),
    "Categorical logits": ("Categorical(logits=torch.tensor([0.1, -0.3, 2.]))", "torch.tensor(1)"),
    "Categorical scalar": ("Categorical(torch.tensor(0.5))", "torch.tensor(0)"),
    "Cauchy": ("Cauchy(torch.tensor([0., 1.]), torch.tensor([1., 2.]))", "torch.tensor([0.5, -3.])"),
    "Chi2": ("Chi2(torch.tensor([1., 4.]))", "torch.tensor([0.5, 3.])"),
    "ContinuousBernoulli": ("ContinuousBernoulli(torch.tensor([0.2, 0.5, 0.9]))", "torch.tensor([0.1, 0.4, 0.8])"),
    "ContinuousBernoulli logits": ("ContinuousBernoulli(logits=torch.tensor([0.7]))", "torch.tensor([0.3])"),
    "Dirichlet": ("Dirichlet(torch.tensor([[0.5, 2., 1.], [2., 3., 4.]]))", "torch.tensor([0.2, 0.3, 0.5])"),
    "Exponential": ("Exponential(torch.tensor([0.5, 2.]))", "torch.tensor([0.2, 3.])"),
    "FisherSnedecor": ("FisherSnedecor(torch.tensor([3., 5.]), torch.tensor([5., 6.]))", "torch.tensor([0.5, 2.])"),
    "Gamma": ("Gamma(torch.tensor([0.5, 2.]), torch.tensor([1., 3.]))", "torch.tensor([0.5, 2.])"),
    "Gamma wrong": ("Gamma(torch.tensor([-0.5]), 1.)", "torch.tensor([0.5])"),
    ">2.14 GeneralizedPareto": ("GeneralizedPareto(torch.tensor([0., 1.]), torch.tensor([1., 2.]), torch.tensor([0.2, 0.4]))", "torch.tensor([0.5, 3.])"),
    "Geometric": ("Geometric(torch.tensor([0.2, 0.7]))", "torch.tensor([3., 0.])"),
    "Gumbel": ("Gumbel(torch.tensor([0., 1.]), torch.tensor([1., 2.]))", "torch.tensor([0.5, -1.])"),
    "HalfCauchy": ("HalfCauchy(torch.tensor([1., 2.]))", "torch.tensor([0.5, 3.])"),
    "HalfNormal": ("HalfNormal(torch.tensor([1., 2.]))", "torch.tensor([0.5, 3.])"),
    "Independent": ("Independent(Normal(torch.zeros(2, 3), torch.ones(2, 3)), 1)", "torch.tensor([[0.5, 1., 2.], [0., 0., 1.]])"),
    "Independent too many": ("Independent(Normal(0., 1.), 1)", "torch.tensor(0.)"),
    ">2.0 InverseGamma": ("InverseGamma(torch.tensor([2.5, 3.]), torch.tensor([1., 3.]))", "torch.tensor([0.5, 2.])"),
    "Kumaraswamy": ("Kumaraswamy(torch.tensor([2., 1.5]), torch.tensor([3., 1.]))", "torch.tensor([0.5, 0.2])"),
    "LKJCholesky": ("LKJCholesky(3, 0.5)", "torch.tensor([[1., 0., 0.], [0.6, 0.8, 0.], [0., 0.6, 0.8]])"),
    "LKJCholesky small": ("LKJCholesky(1)", "torch.ones(1, 1)"),
    "Laplace": ("Laplace(torch.tensor([0., 1.]), torch.tensor([1., 2.]))", "torch.tensor([0.5, -1.])"),
    "LogNormal": ("LogNormal(torch.tensor([0., 1.]), torch.tensor([1., 0.5]))", "torch.tensor([0.5, 1.])"),
    "LogisticNormal": ("LogisticNormal(torch.tensor([0., 1.]), torch.tensor([1., 0.5]))", "torch.tensor([0.2, 0.3, 0.5])"),
    "LowRankMultivariateNormal": ("LowRankMultivariateNormal(torch.zeros(2), torch.tensor([[1.], [0.]]), torch.ones(2))", "torch.tensor([0.5, 1.])"),
    "MixtureSameFamily": ("MixtureSameFamily(Categorical(torch.tensor([0.3, 0.7])), Normal(torch.tensor([0., 1.]), torch.tensor([1., 2.])))", "torch.tensor(0.5)"),
    "MixtureSameFamily wrong": ("MixtureSameFamily(Normal(0., 1.), Normal(torch.tensor([0., 1.]), torch.tensor([1., 2.])))", "torch.tensor(0.5)"),
    "Multinomial": ("Multinomial(3, torch.tensor([0.2, 0.3, 0.5]))", "torch.tensor([1., 0., 2.])"),
    "MultivariateNormal": ("MultivariateNormal(torch.zeros(2), torch.eye(2))", "torch.tensor([0.5, 1.])"),
    "MultivariateNormal tril": ("MultivariateNormal(torch.zeros(3, 2), scale_tril=torch.tensor([[1., 0.], [0.5, 2.]]))", "torch.tensor([0.5, 1.])"),
    "MultivariateNormal two": ("MultivariateNormal(torch.zeros(2), torch.eye(2), torch.eye(2))", "torch.zeros(2)"),
    "MultivariateNormal scalar": ("MultivariateNormal(torch.tensor(0.), torch.eye(2))", "torch.zeros(2)"),
    "NegativeBinomial": ("NegativeBinomial(torch.tensor([3., 5.]), torch.tensor([0.3, 0.6]))", "torch.tensor([2., 5.])"),
    "Normal": ("Normal(torch.tensor([0., 1.]), torch.tensor([1., 2.]))", "torch.tensor([0.5, -1.])"),
    "Normal numbers": ("Normal(0, 1)", "torch.tensor(0.5)"),
    "Normal double": ("Normal(torch.zeros(2, dtype=torch.float64), 1.)", "torch.tensor([0.5, 2.], dtype=torch.float64)"),
    "Normal wrong": ("Normal(torch.tensor([0.]), torch.tensor([-1.]))", "torch.tensor([0.5])"),
    "Normal text": ("Normal('a', 1.)", "torch.tensor([0.5])"),
    "Normal shape": ("Normal(torch.zeros(2), torch.ones(2))", "torch.zeros(3)"),
    "OneHotCategorical": ("OneHotCategorical(torch.tensor([0.2, 0.3, 0.5]))", "torch.tensor([0., 1., 0.])"),
    "OneHotCategoricalStraightThrough": ("OneHotCategoricalStraightThrough(logits=torch.tensor([[0.2, 0.3], [0.5, 0.]]))", "torch.tensor([0., 1.])"),
    "Pareto": ("Pareto(torch.tensor([1., 2.]), torch.tensor([3., 1.]))", "torch.tensor([1.5, 3.])"),
    "Poisson": ("Poisson(torch.tensor([0.5, 4.]))", "torch.tensor([0., 3.])"),
    "RelaxedBernoulli": ("RelaxedBernoulli(torch.tensor([0.5]), torch.tensor([0.2, 0.7]))", "torch.tensor([0.4, 0.8])"),
    "RelaxedOneHotCategorical": ("RelaxedOneHotCategorical(torch.tensor([0.5]), torch.tensor([0.2, 0.3, 0.5]))", "torch.tensor([0.2, 0.3, 0.5])"),
    "StudentT": ("StudentT(torch.tensor([1., 3.]), torch.tensor([0., 1.]), 2.)", "torch.tensor([0.5, -1.])"),
    "TransformedDistribution": ("TransformedDistribution(Normal(torch.zeros(3), torch.ones(3)), [D.transforms.AffineTransform(1., 2.), D.transforms.TanhTransform()])", "torch.tensor([0.5, 0.2, -0.3])"),
    "TransformedDistribution stick": ("TransformedDistribution(Normal(torch.zeros(2, 3), torch.ones(2, 3)), D.transforms.StickBreakingTransform())", "torch.tensor([0.1, 0.2, 0.3, 0.4])"),
    "TransformedDistribution wrong": ("TransformedDistribution(Normal(0., 1.), [3])", "torch.tensor(0.)"),
    "Uniform": ("Uniform(torch.tensor([0., -1.]), torch.tensor([1., 2.]))", "torch.tensor([0.5, 1.])"),
    "VonMises": ("VonMises(torch.tensor([0., 1.]), torch.tensor([1., 2.]))", "torch.tensor([0.5, -1.])"),
    "Weibull": ("Weibull(torch.tensor([1., 2.]), torch.tensor([3., 1.]))", "torch.tensor([1.5, 3.])"),
    "Wishart": ("Wishart(torch.tensor(4.), torch.eye(2))", "torch.tensor([[2., 0.5], [0.5, 1.]])"),
}
#: "kl P, Q" stands for the divergence of two of those.
FURTHER = {
    "to positive": "D.transform_to(D.constraints.positive)(torch.tensor([0.5, -1.]))",
    "biject simplex": "D.biject_to(D.constraints.simplex)(torch.tensor([0.5, -1.]))",
    "to interval": "D.transform_to(D.constraints.interval(-1., 3.))(torch.tensor([0.5, -1.]))",
    "to boolean": "D.transform_to(D.constraints.boolean)",
    "to cholesky": "D.transform_to(D.constraints.lower_cholesky)(torch.tensor([[0.5, -1.], [1., 2.]]))",
    "compose": "D.ComposeTransform([D.ExpTransform(), D.AffineTransform(1., 2.)]).inv(torch.tensor([3., 5.]))",
    "jacobian": "(lambda t, x: t.log_abs_det_jacobian(x, t(x)))(D.SigmoidTransform(), torch.tensor([0.5, 1.]))",
    "affine jacobian": "(lambda t, x: t.log_abs_det_jacobian(x, t(x)))(D.AffineTransform(0., torch.tensor([2., 3.]), event_dim=1), torch.ones(4, 2))",
    "corr": "D.CorrCholeskyTransform()(torch.tensor([0.5, -0.2, 0.1]))",
    "reshape": "D.ReshapeTransform((2, 3), (6,))(torch.ones(4, 2, 3))",
    "stack": "D.StackTransform([D.ExpTransform(), D.TanhTransform()], dim=0)(torch.ones(2, 3))",
    "cat": "D.CatTransform([D.ExpTransform(), D.TanhTransform()], dim=0, lengths=[1, 2])(torch.ones(3))",
    "softmax": "D.SoftmaxTransform()(torch.tensor([0.5, 1.]))",
    "repr": "[repr(D.Normal(0., 1.)), repr(D.Normal(torch.zeros(2), 1.)), repr(D.ExpTransform()), repr(D.constraints.positive), repr(D.Independent(D.Normal(torch.zeros(2), 1.), 1))]",
    "module": "[D.Normal.__module__, D.StudentT.__module__, D.kl_divergence.__module__, D.Normal.__mro__[1].__name__, D.Chi2.__mro__[1].__name__]",
    "constraints": "[D.constraints.unit_interval.check(torch.tensor([0.5, 2.])), D.constraints.simplex.check(torch.tensor([[0.5, 0.5], [1., 1.]])), D.constraints.real.event_dim, D.constraints.simplex.event_dim]",
    "probs_to_logits": "D.utils.probs_to_logits(torch.tensor([0.2, 0.8]))",
    "tril": "D.utils.vec_to_tril_matrix(D.utils.tril_matrix_to_vec(torch.tensor([[1., 0.], [2., 3.]])))",
}
READ = ("batch_shape", "event_shape", "mean", "mode", "variance", "stddev", "has_rsample", "has_enumerate_support", "param_shape", "probs", "logits", "concentration0", "df")
ASKED = {
    "log_prob": "d.log_prob(value)", "cdf": "d.cdf(value)", "icdf": "d.icdf(torch.full_like(value, 0.3))", "entropy": "d.entropy()", "perplexity": "d.perplexity()",
    "enumerate": "d.enumerate_support()", "sample": "drawn(d.sample())", "sample 4": "drawn(d.sample((4,)))", "rsample": "drawn(d.rsample(torch.Size([2, 3])))", "repr": "repr(d)",
    "expand": "(lambda e: [type(e).__name__, e.batch_shape, e.event_shape, e.log_prob(value), e.mean])(d.expand((3,) + tuple(d.batch_shape)))", "support": "repr(d.support)",
    "wide": "d.log_prob(value.expand((2,) + tuple(value.shape)))",
}


def answers(names):
    import warnings
    import torch
    import torch.distributions as D
    warnings.simplefilter("ignore")
    scope = {"torch": torch, "D": D, "drawn": lambda t: [list(t.shape), str(t.dtype), t.requires_grad], **{n: getattr(D, n) for n in D.__all__}}

    def told(value):
        if isinstance(value, torch.Tensor):
            try:
                values = [v if math.isfinite(v) else str(v) for v in value.detach().reshape(-1).tolist()]
            except Exception as error:
                if type(error).__name__ != "UnknownValue":
                    raise
                values = "unknown"
            return {"shape": list(value.shape), "dtype": str(value.dtype), "values": values}
        if isinstance(value, (list, tuple)):
            return [told(v) for v in value]
        return value

    def ask(text, more):
        try:
            return told(eval(text, scope, more) if not more else eval(text, {**scope, **more}))
        except Exception as error:
            return {"error": type(error).__name__, "text": str(error)[:200]}

    for name in names:
        if name.startswith("kl "):
            p, q = name[3:].split(", ")
            yield ask(f"D.kl_divergence(D.{MADE[p][0]}, D.{MADE[q][0]})", {})
            continue
        if name in FURTHER:
            yield ask(FURTHER[name], {})
            continue
        made, value = MADE[name]
        try:
            d = eval(made, scope)
        except Exception as error:
            yield {"error": type(error).__name__, "text": str(error)[:200]}
            continue
        more = {"d": d, "value": eval(value, scope)}
        yield {**{k: ask(f"d.{k}", more) for k in READ}, **{k: ask(t, more) for k, t in ASKED.items()}}
