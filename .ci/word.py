"""The validators of a DOCX: the schemas of ECMA-376, and the Open XML SDK, which knows what Word refuses beyond them.

word.py DOCX...: holds files against them, and opens them with python-docx and LibreOffice."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import docx

SDK = pathlib.Path(__file__).resolve().parent.parent / "target/sdk/node_modules/.bin/ooxml-validate"
SCHEMAS = pathlib.Path(os.environ["OOXML_SCHEMAS"]) / "validate.py"


def faults(path):
    """(validator, what it found) of each: nothing found is the empty text."""
    schemas = subprocess.run([sys.executable, SCHEMAS, path], capture_output=True, text=True)
    yield "schemas (ECMA-376 transitional)", schemas.stdout + schemas.stderr if schemas.returncode else ""
    sdk = subprocess.run([SDK, path, "--of", "json"], capture_output=True, text=True)
    found = json.loads(sdk.stdout) if sdk.returncode == 0 and sdk.stdout.strip() else [sdk.stdout + sdk.stderr]
    yield "Open XML SDK", "\n".join(map(str, found))


def main(*paths):
    """Holds DOCX files against the validators, python-docx and LibreOffice."""
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *paths],
                       check=True, capture_output=True)
        for path in map(pathlib.Path, paths):
            told = [f"{validator}: {found}" for validator, found in faults(path) if found]
            if not docx.Document(str(path)).paragraphs:
                told.append("python-docx: no paragraphs")
            if not (pathlib.Path(folder) / path.with_suffix(".pdf").name).exists():
                told.append("LibreOffice: no PDF")
            failed |= bool(told)
            print("FAILED " if told else "ok     ", path, *told)
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
