"""What the environment says, read once at the door and passed down."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

PACKAGED_EMBEDDER = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and which models serve. `chroma_url` empty means a folder inside the store."""

    corpus: Path = Path("corpus")
    store: Path = Path(".store")
    embedder: str = PACKAGED_EMBEDDER
    reranker: str = ""
    model: str = ""
    chroma_url: str = ""

    @property
    def catalog(self) -> Path:
        """The file in the store that says what is indexed."""
        return self.store / "catalog.sqlite"

    @property
    def read_only(self) -> bool:
        """Whether there is a store, in which this process may not write."""
        return self.store.is_dir() and not self.writable

    @property
    def writable(self) -> bool:
        """Whether this process may write in the store, or make it where there is none."""
        store = self.store.absolute()
        return os.access(next(folder for folder in (store, *store.parents) if folder.exists()), os.W_OK)

    def command(self, name: str, *options: str) -> str:
        """The command of `python -m index`, as it can be typed, for this corpus and store; the usual ones need no word.

        >>> Settings(store=Path("my store")).command("sync", "--rebuild")
        "python -m index sync --rebuild --store 'my store'"
        """
        usual = Settings()
        corpus = [] if self.corpus == usual.corpus else ["--corpus", str(self.corpus)]
        store = [] if self.store == usual.store else ["--store", str(self.store)]
        return shlex.join(["python", "-m", "index", name, *options, *corpus, *store])

    @classmethod
    def from_environment(
        cls,
        *,
        corpus: Path | str | None = None,
        store: Path | str | None = None,
        model: str | None = None,
    ) -> Settings:
        """The environment's settings; what is passed by name wins over a variable."""

        def setting(name: str, given: Path | str | None, default: str) -> str:
            return str(given) if given is not None else os.environ.get(name) or default

        return cls(
            corpus=Path(setting("ADVISORY_CORPUS", corpus, "corpus")),
            store=Path(setting("ADVISORY_STORE", store, ".store")),
            embedder=setting("ADVISORY_EMBEDDER", None, PACKAGED_EMBEDDER),
            reranker=setting("ADVISORY_RERANKER", None, ""),
            model=setting("ADVISORY_MODEL", model, ""),
            chroma_url=setting("CHROMA_URL", None, ""),
        )
