"""The look: what the interfaces share.

Here live the tokens, the base templates, the log-in's pages, the pages for what went wrong, the
template tags that say times and promises in the reader's form, and the translations' tooling.
Not here: a page of any one interface, and any knowledge of cases, customers or agents.
"""
