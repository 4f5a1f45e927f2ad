"""A pack from its frozen content: every section a part, kept from an earlier pack or printed now; all joined."""

import hashlib
import json
import marshal
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from django.conf import settings

from governance.packs import contents, markup, parts, render, sections, workers, writer
from governance.packs.appendices import Unreadable, appended, is_appendix
from governance.packs.content import anchor
from governance.packs.furniture import Furniture
from governance.packs.merge import Merge, Printed
from governance.packs.parts import Part
from governance.packs.versions import edition
from governance.packs.worker import SURROUND
from governance.packs.workers import Watch

__all__ = ["Printed", "document"]
Frozen = dict[str, Any]
Files = Callable[[str], bytes]  # the bytes of an appendix, by their SHA-256
Thing = TypeVar("Thing")


class Store(Protocol):
    """Where parts are kept, and their objects as they stood in a file. It may have lost any of them."""

    def found(self, digests: Sequence[str], read: Callable[[bytes], Thing]) -> dict[str, Thing]: ...

    def keep(self, made: Mapping[str, bytes]) -> None: ...


class Nowhere:
    """Keeps nothing: everything is printed."""

    def found(self, digests: Sequence[str], read: Callable[[bytes], Thing]) -> dict[str, Thing]:
        return {}

    def keep(self, made: Mapping[str, bytes]) -> None:
        pass


def no_files(digest: str) -> bytes:
    raise Unreadable("This pack has no appendices.")


def document(
    content: Frozen, store: Store | None = None, files: Files = no_files, watch: Watch | None = None
) -> Printed:
    """The whole pack. `watch` is told of each section, by its key.

    Raises MemoryError above the limit, FatalURLFetchingError for any address but the style, and Unreadable for an
    appendix that can not be put in.
    """
    return _Assembly(content, Nowhere() if store is None else store, files, watch or workers.Nobody()).printed()


class _Assembly:
    def __init__(self, content: Frozen, store: Store, files: Files, watch: Watch) -> None:
        self._document = content["document"]
        self._listed = [each for each in content["sections"] if not sections.is_empty(each)]
        self._store, self._files, self._watch = store, files, watch
        self._digests = {each["key"]: _digest(each) for each in self._listed}
        self._new: dict[str, bytes] = {}  # to be kept

    def printed(self) -> Printed:
        """Sections first, contents last; then one file."""
        first = {self._digests[each["key"]]: each for each in self._listed if each["key"] != contents.KEY}
        around = _digest("around", self._document)
        known = self._store.found([around, *first], parts.unpacked)
        for digest, each in first.items():
            if digest in known:
                self._watch.reused(each["key"])
        missing = {digest: each for digest, each in first.items() if digest not in known}
        made = self._made(missing, [around] if around not in known else [])
        self._keep(made)
        known |= made
        printed = {each["key"]: known[self._digests[each["key"]]] for each in first.values()}
        printed = contents.numbered(self._listed, printed, self._one)
        file = self._joined([printed[each["key"]] for each in self._listed], known[around], around)
        self._store.keep(self._new)
        return file

    def _keep(self, made: Mapping[str, Part]) -> None:
        self._new |= {digest: parts.packed(part) for digest, part in made.items()}

    def _joined(self, listed: Sequence[Part], furniture: Part, around: str) -> Printed:
        """One file. The objects of a part that stands where it stood before are taken as they were there."""
        whole, keys = Merge(listed, Furniture(furniture), self._document), [each["key"] for each in self._listed]
        names = {at: _digest("packed", self._digests[keys[at]], around, base) for at, base in whole.stands().items()}
        known = self._store.found(list(names.values()), writer.unpacked)
        missing = {name: whole.packed(at) for at, name in names.items() if name not in known}
        self._new |= {name: writer.packed(groups) for name, groups in missing.items()}
        known |= missing
        return whole.printed({at: known[name] for at, name in names.items()})

    def _made(self, missing: Mapping[str, Frozen], around: Sequence[str]) -> dict[str, Part]:
        """Sections and what stands around are printed side by side, then appendices are taken in."""
        ours = {digest: each for digest, each in missing.items() if not is_appendix(each)}
        asked = [self._asked(each) for each in ours.values()]
        asked += [workers.Document(partial(markup.surround, self._document), 0, SURROUND) for _ in around]
        made = dict(zip((*ours, *around), workers.rendered(asked, self._watch), strict=True))
        return made | {digest: self._appended(each) for digest, each in missing.items() if digest not in ours}

    def _appended(self, frozen: Frozen) -> Part:
        key = frozen["key"]
        self._watch.began(key)
        with render.bounded_memory(settings.PACK_MEMORY_BYTES):
            made = appended(self._files(frozen["content"]["sha256"]), frozen["title"], anchor(key))
        self._watch.done(key)
        self._watch.look()
        return made

    def _one(self, frozen: Frozen) -> Part:
        """The contents, with page numbers."""
        digest = self._digests[contents.KEY] = _digest(frozen)
        if known := self._store.found([digest], parts.unpacked):
            self._watch.reused(frozen["key"])
            return known[digest]
        (part,) = workers.rendered([self._asked(frozen)], self._watch)
        self._keep({digest: part})
        return part

    def _asked(self, frozen: Frozen) -> workers.Document:
        make = partial(markup.apart, frozen, self._files)
        return workers.Document(make, len(markup.ordered(frozen)), key=frozen["key"])


def _digest(*things: Any) -> str:
    """What a part is kept by: everything that it was made from.

    Written so, things are read three times as quickly as in JSON with its keys in order. What a database has given
    back in another order has another digest: it is printed once more, and prints the same.
    """
    try:
        said = marshal.dumps((edition(), *things), 2)
    except ValueError:  # a word that is more than a word
        said = marshal.dumps((edition(), *json.loads(json.dumps(things))), 2)
    return hashlib.sha256(said).hexdigest()
