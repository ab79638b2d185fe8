"""Sentences for the user, as data: the server says them in the language of the editor, and everything else in English."""


def said(template, *args):
    """A template with {0}, {1}, ... and what stands there, which may be another sentence."""
    return {"template": template, "args": {str(i): arg if isinstance(arg, dict) else str(arg) for i, arg in enumerate(args)}}


def english(sentence):
    text = sentence["template"]
    for name, arg in sentence["args"].items():
        text = text.replace("{" + name + "}", english(arg) if isinstance(arg, dict) else arg)
    return text
