"""When many people of one workspace are due in the same minute, they hear one after the other, within ten."""

from collections import Counter
from datetime import timedelta

from tests.scene import new_bot, on
from tests.test_ticks import TUESDAY

CROWD = 101


def test_a_crowd_hears_over_ten_minutes_each_once() -> None:
    scene = on(new_bot(), TUESDAY - timedelta(hours=15))
    names = [f"p{n}" for n in range(CROWD)]
    for name in names:
        scene.add(name)
    heard = []
    for minutes in (0, 5, 10):
        scene.tick(TUESDAY + timedelta(minutes=minutes))
        heard.append(len(scene.stage.voice.shown))
    scene.stage.bot.store.close()
    at_once, half, everybody = heard
    assert at_once < CROWD // 10
    assert CROWD // 4 < half < CROWD * 3 // 4
    assert everybody == CROWD
    assert Counter(each.to for each in scene.stage.voice.shown) == dict.fromkeys(names, 1)
