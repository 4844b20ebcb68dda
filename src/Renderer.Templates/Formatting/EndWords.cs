using System.Collections.Frozen;
using System.Globalization;

namespace Renderer.Templates.Formatting;

/// <summary>The words for an end that comes: of a language, as short as buttons and pictures need them.</summary>
/// <param name="Left">With the time that is left in place of {left}.</param>
/// <param name="Ends">With the moment in place of {at}.</param>
/// <param name="Ended">When it is over.</param>
/// <param name="Day">Behind a number of days.</param>
/// <param name="Hour">Behind a number of hours.</param>
/// <param name="Minute">Behind a number of minutes.</param>
internal sealed record EndWords(string Left, string Ends, string Ended, string Day, string Hour, string Minute)
{
    private static readonly EndWords English = new("{left} left", "ends {at}", "ended", " d", " h", " min");

    private static readonly EndWords Norwegian = new("{left} igjen", "slutter {at}", "slutt", " d", " t", " min");

    private static readonly FrozenDictionary<string, EndWords> All = new Dictionary<string, EndWords>
    {
        ["en"] = English,
        ["de"] = new("noch {left}", "endet {at}", "beendet", " Tg.", " Std.", " Min."),
        ["fr"] = new("plus que {left}", "jusqu’à {at}", "terminé", " j", " h", " min"),
        ["es"] = new("quedan {left}", "termina {at}", "terminado", " d", " h", " min"),
        ["it"] = new("ancora {left}", "termina {at}", "terminato", " g", " h", " min"),
        ["pt"] = new("faltam {left}", "termina {at}", "terminado", " d", " h", " min"),
        ["nl"] = new("nog {left}", "eindigt {at}", "afgelopen", " d", " u", " min"),
        ["sv"] = new("{left} kvar", "slutar {at}", "avslutat", " d", " tim", " min"),
        ["da"] = new("{left} tilbage", "slutter {at}", "slut", " d", " t", " min"),
        ["nb"] = Norwegian,
        ["nn"] = Norwegian,
        ["no"] = Norwegian,
        ["fi"] = new("{left} jäljellä", "päättyy {at}", "päättynyt", " pv", " t", " min"),
        ["pl"] = new("zostało {left}", "koniec {at}", "zakończone", " d", " godz.", " min"),
        ["cs"] = new("zbývá {left}", "končí {at}", "skončilo", " d", " h", " min"),
        ["sk"] = new("zostáva {left}", "končí {at}", "skončilo", " d", " h", " min"),
        ["hu"] = new("még {left}", "vége: {at}", "véget ért", " nap", " óra", " perc"),
        ["ro"] = new("încă {left}", "se termină {at}", "încheiat", " z", " h", " min"),
        ["el"] = new("απομένουν {left}", "λήγει {at}", "έληξε", " ημ.", " ώ.", " λ."),
        ["tr"] = new("{left} kaldı", "bitiş {at}", "sona erdi", " gün", " sa", " dk"),
        ["ru"] = new("осталось {left}", "до {at}", "завершено", " дн", " ч", " мин"),
        ["uk"] = new("залишилося {left}", "до {at}", "завершено", " дн", " год", " хв"),
        ["ja"] = new("残り{left}", "{at}まで", "終了", "日", "時間", "分"),
        ["zh"] = new("还剩{left}", "{at}截止", "已结束", "天", "小时", "分钟"),
        ["ko"] = new("{left} 남음", "{at} 종료", "종료됨", "일", "시간", "분"),
        ["ar"] = new("متبقٍ {left}", "ينتهي {at}", "انتهى", " ي", " س", " د"),
        ["he"] = new("נותרו {left}", "מסתיים {at}", "הסתיים", " ימים", " שע׳", " דק׳"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Those of a locale's language; English for one that is not here.</summary>
    public static EndWords Of(CultureInfo culture) => All.GetValueOrDefault(culture.TwoLetterISOLanguageName, English);
}
