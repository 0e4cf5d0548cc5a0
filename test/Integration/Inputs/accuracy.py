#!/usr/bin/env python3
"""Counts right answers on a folder of pictures, in f32 and with vitc's options.

usage: accuracy.py VITC MODEL PICTURES [vitc's options] --most-lost=N

A picture's label is what follows the number in its name: 017-star.jpg.
"""

import json
import os
import subprocess
import sys


def right_answers(vitc, model, pictures, options):
    """How many pictures the model names as their files do."""
    command = [vitc, "run", model, "--top-k=1", "--json"] + options + ["--image"] + pictures
    found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    assert len(found) == len(pictures), "not every picture has an answer"
    right = 0
    for path, answer in zip(pictures, found):
        label = os.path.splitext(os.path.basename(path))[0].split("-", 1)[1]
        right += answer[0]["label"] == label
    return right


def main():
    vitc, model, folder, *options = sys.argv[1:]
    most = [int(each.split("=")[1]) for each in options if each.startswith("--most-lost=")]
    options = [each for each in options if not each.startswith("--most-lost=")]
    pictures = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    assert len(pictures) >= 200, "too few pictures: nothing was shown"
    exact = right_answers(vitc, model, pictures, [])
    found = right_answers(vitc, model, pictures, options)
    print("%d of %d pictures in f32, %d with %s" % (exact, len(pictures), found, options))
    assert exact > 0.9 * len(pictures), "the model does not know its pictures"
    sys.exit(exact - found > most[0])


main()
