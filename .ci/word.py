"""The validators of a DOCX: the schemas of ECMA-376, and the Open XML SDK, which knows what Word refuses beyond them."""

import json
import os
import pathlib
import subprocess
import sys

SDK = pathlib.Path(__file__).resolve().parent.parent / "target/sdk/node_modules/.bin/ooxml-validate"
SCHEMAS = pathlib.Path(os.environ["OOXML_SCHEMAS"]) / "validate.py"


def faults(path):
    """(validator, what it found) of each: nothing found is the empty text."""
    schemas = subprocess.run([sys.executable, SCHEMAS, path], capture_output=True, text=True)
    yield "schemas (ECMA-376 transitional)", schemas.stdout + schemas.stderr if schemas.returncode else ""
    sdk = subprocess.run([SDK, path, "--of", "json"], capture_output=True, text=True)
    found = json.loads(sdk.stdout) if sdk.returncode == 0 and sdk.stdout.strip() else [sdk.stdout + sdk.stderr]
    yield "Open XML SDK", "\n".join(map(str, found))
