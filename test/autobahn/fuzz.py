# Runs the Autobahn testsuite's fuzzing client, unchanged, against one server.
# Python 2.7, the only one that the suite speaks.
#
#   python2.7 fuzz.py PACKAGES FOLDER NAME URL CASES
#
# PACKAGES is where requirements.txt was installed, CASES a list like 1.*,2.1.
# Leaves in FOLDER what the suite reports, and `cases.json`, the cases that it
# was about to run. Ends with status 2 and a sentence if there are none.

import json
import os
import site
import sys
import types
import unittest

packages, folder, name, url, cases = sys.argv[1:]
site.addsitedir(packages)  # not by path alone: zope has its name in a .pth
sys.path.insert(0, packages)


def stand_in(module, **members):
    """A module that is imported by the suite and not used by what we run."""
    stranger = types.ModuleType(module)
    stranger.__dict__.update(members)
    sys.modules[module] = stranger
    return stranger


stand_in("jinja2")  # draws the reports of the mode for WAMP
sys.modules["unittest2"] = unittest
import twisted.internet

# TLS would need OpenSSL; our servers are asked without it.
twisted.internet.ssl = stand_in(
    "twisted.internet.ssl", ClientContextFactory=object
)

from autobahntestsuite import case, fuzzing
from autobahntestsuite.caseset import CaseSet
from twisted.internet import reactor

spec = {
    "outdir": folder,
    "servers": [{"agent": name, "url": url}],
    "cases": cases.split(","),
}
known = CaseSet(
    case.CaseSetname,
    case.CaseBasename,
    case.Cases,
    case.CaseCategories,
    case.CaseSubCategories,
)
chosen = known.parseSpecCases(spec)
strangers = [each for each in chosen if each not in known.CasesById]
if strangers or not chosen:
    sys.exit("expected cases of the suite, like 1.* or 7.1.6, got \"%s\"" % cases)

with open(os.path.join(folder, "cases.json"), "w") as file:
    json.dump(chosen, file)
fuzzing.startClient(spec)
reactor.run()
