"""Who answers for a thing: a person who signs in here, or a post."""

from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from partnership.models import User

# The owner's words as a column, to sort by: a person's post, else their name, else the post that was written.
OWNER_WORDS = Coalesce(
    NullIf(F("owner__post_title"), Value("")), F("owner__name"), F("owner_post"), output_field=CharField()
)


class Owned(models.Model):
    """A thing with an owner: a person, or a post in words where its holder has no sign-in. Not both."""

    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    owner_post = models.CharField(
        "owner’s post",
        max_length=120,
        blank=True,
        help_text="A post title, where the owner does not sign in here.",
    )

    class Meta:
        abstract = True

    @property
    def owner_words(self) -> str:
        """The owner's post rather than the name: posts outlast people. Empty where nobody owns it."""
        return (self.owner.post_title or self.owner.name) if self.owner else self.owner_post

    @property
    def wrong_owner(self) -> dict[str, str]:
        """What is wrong with the owner, for the model's `clean`, which says all that is wrong at once."""
        both = self.owner_id and self.owner_post
        return {"owner_post": "Choose a person or write a post, not both."} if both else {}

    @staticmethod
    def owner_is(words: str) -> Q:
        """Rows whose owner's post or name has these words."""
        return Q(owner__post_title__icontains=words) | Q(owner__name__icontains=words) | Q(owner_post__icontains=words)
