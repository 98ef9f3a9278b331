"""The text of documents as other programs read it: text.py FOLDER

Reads every DOCX in the folder with python-docx and every PDF with pdftotext and pdfinfo, and prints their texts as JSON
by file name, properties, headers, footers and the attributes of every part included. A DOCX that names anything
outside of itself, or holds revisions, is an error.
"""

import json
import pathlib
import subprocess
import sys

import docx

# What a word processor keeps of what was changed and by whom (ECMA-376, 17.13), and of whom it was written by.
REVISIONS = {"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "comment", "commentReference"}
# Attributes that hold words.
NAMES = {"val", "descr", "title", "name"}


def local(name):
    return name.rsplit("}", 1)[-1] if isinstance(name, str) else ""


def of_docx(path):
    document = docx.Document(str(path))
    properties = document.core_properties
    for name in ("author", "last_modified_by", "comments"):
        refuse(path, getattr(properties, name), f"its property {name} is set")
    for part in document.part.package.iter_parts():
        for relation in part.rels.values():
            refuse(path, relation.is_external, f"{part.partname} names something outside of it")
    stories = [document.element]
    for section in document.sections:
        stories += [section.header._element, section.footer._element]
    told = [properties.title, properties.subject, properties.keywords, properties.category]
    for story in stories:
        for node in story.iter():
            tag, keys = local(node.tag), [local(key) for key in node.attrib]
            refuse(path, tag in REVISIONS or any(key.startswith("rsid") for key in keys), f"it holds a revision: {tag}")
            told += ["\n"] if tag in ("p", "tc", "br") else [node.text or ""] if tag == "t" else []
            told += [f"\n{value}\n" for key, value in zip(keys, node.attrib.values()) if key in NAMES]
    return "".join(told)


def refuse(path, fault, what):
    if fault:
        raise SystemExit(f"{path.name}: {what}")


def of_pdf(path):
    run = lambda *command: subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return run("pdftotext", str(path), "-") + run("pdfinfo", str(path)) + run("pdfinfo", "-meta", str(path))


READERS = {".docx": of_docx, ".pdf": of_pdf}

folder = pathlib.Path(sys.argv[1])
files = sorted(file for file in folder.iterdir() if file.suffix in READERS)
print(json.dumps({file.name: READERS[file.suffix](file) for file in files}))
